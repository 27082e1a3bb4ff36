import ArgumentParser
import ProfileService
import ProfileStore

struct Rebuild: AsyncParsableCommand {
    static let configuration = CommandConfiguration(abstract: "Fold every profile again from its facts.")

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

struct Migrate: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Make the store, or bring its schema up to date.",
        discussion: "Every command that writes brings it up to date by itself. Where there is no store, serve, import, "
            + "demo, keys create and erase --replay make one too.")

    @OptionGroup var options: DeploymentOptions

    func run() async throws {
        let installation = try await Installation(try await options.load(), makesStore: true)
        await installation.store.close()
        Console.say("The schema is up to date.")
    }
}
