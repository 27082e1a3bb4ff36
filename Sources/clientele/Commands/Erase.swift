import ArgumentParser
import ProfileService
import ProfileStore

struct Erase: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Remove a profile and every fact behind it, for good.",
        discussion: "Exit code 2 when nobody is known by that name, 1 when nothing could be done.")

    @OptionGroup var options: DeploymentOptions

    @Argument(help: "A profile id, or type:value.")
    var id: String

    @Flag(help: "Do it without asking.")
    var yes = false

    func run() async throws {
        let deployment = try await options.load()
        let reference = try ProfileName(id).reference(deployment)
        guard yes || confirmed() else { throw ExitCode(1) }
        let installation = try await Installation(deployment)
        let found = try await installation.service.erase(reference)
        await installation.store.close()
        guard found else { throw ProfileName.unknown() }
        Console.say("Erased.")
    }

    private func confirmed() -> Bool {
        Console.say("This removes the profile and all its facts for good. Type yes to go on:")
        return readLine() == "yes"
    }
}
