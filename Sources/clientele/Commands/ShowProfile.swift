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

/// What a person typed to name a profile.
struct ProfileName {
    private let text: String

    init(_ text: String) {
        self.text = text
    }

    /// - Throws: `ValidationError` when it can name nobody.
    func reference(_ deployment: Deployment) throws -> ProfileReference {
        switch deployment.decoding.normalizer.reference(text) {
        case .id(let id): return .id(id)
        case .identifier(let identifier): return .identifier(identifier)
        case nil: throw ValidationError("name a profile by its id (prf_…) or as type:value")
        }
    }

    /// Says that the name leads to nobody, and gives the exit code that tells so.
    static func unknown() -> ExitCode {
        Console.complain("no single profile goes by that name")
        return ExitCode(2)
    }
}
