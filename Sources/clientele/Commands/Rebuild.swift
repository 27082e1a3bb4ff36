import ArgumentParser
import ProfileService
import ProfileStore

struct Rebuild: AsyncParsableCommand {
    static let configuration = CommandConfiguration(abstract: "Fold every profile anew from its facts.")

    @OptionGroup var options: DeploymentOptions

    func run() async throws {
        let installation = try await Installation(try await options.load())
        var progress = ProgressLine("Rebuilding", unit: "profiles")
        var count = 0
        try await installation.service.rebuild { done in
            count = done
            progress.advance(to: done)
        }
        await installation.store.close()
        progress.finish(at: count)
    }
}
