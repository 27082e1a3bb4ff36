import ArgumentParser
import ProfileStore

struct Migrate: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Make the store, or bring its schema up to date.",
        discussion: "Every command that writes does this by itself.")

    @OptionGroup var options: DeploymentOptions

    func run() async throws {
        let installation = try await Installation(try await options.load())
        await installation.store.close()
        Console.say("The schema is up to date.")
    }
}
