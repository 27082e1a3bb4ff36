import ArgumentParser
import ProfileCore
import ProfileStore
import ProfileWire

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
