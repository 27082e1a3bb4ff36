import ArgumentParser
import ProfileCore
import ProfileService
import ProfileStore
import ProfileWire

struct ShowProfile: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "profile", abstract: "Show a profile as JSON.",
        discussion: "Exit code 2 when nobody is known by that name, 1 when the store cannot be read.")

    @OptionGroup var options: DeploymentOptions

    @Argument(help: "A profile id, or type:value such as email:jane@example.com.")
    var id: String

    func run() async throws {
        let deployment = try await options.load()
        let installation = try await Installation(reading: deployment)
        let reference = try ProfileName(id).reference(deployment)
        guard let served = try await installation.service.served(reference) else {
            throw ProfileName.unknown()
        }
        Console.show(served.body)
    }
}
