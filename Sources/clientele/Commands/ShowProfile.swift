import ArgumentParser
import ProfileCore
import ProfileService
import ProfileStore
import ProfileWire

struct ShowProfile: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "profile", abstract: "Show a profile as JSON.",
        discussion: "Exit code 1 when nobody is known by that name.")

    @OptionGroup var options: DeploymentOptions

    @Argument(help: "A profile id, or type:value such as email:jane@example.com.")
    var id: String

    func run() async throws {
        let deployment = try await options.load()
        let installation = try await Installation(reading: deployment)
        let reference = try ProfileName(id).reference(deployment)
        guard let served = try await installation.service.served(reference) else {
            Console.complain("no single profile goes by that name")
            throw ExitCode(1)
        }
        Console.show(served.body)
    }
}
