import ProfileCore
import ProfileService
import ProfileStore

extension Exchange {
    /// The one profile that a reference leads to.
    func profile(_ reference: ProfileReference) async throws -> ProfileState? {
        try await service.profile(reference)?.1
    }

    /// The id of the one profile that a reference leads to; throws a problem when there is none, or several.
    func profileID(of reference: ProfileReference) async throws -> ProfileID {
        guard let state = try await profile(reference) else { throw try await service.absence(of: reference) }
        return state.id
    }
}

extension ProfileService {
    /// Why a reference does not lead to one profile.
    func absence(of reference: ProfileReference) async throws -> Problem {
        try await lookup([reference]).count > 1 ? .sharedIdentifier : .unknownProfile
    }
}

extension Reached {
    /// What was reached; throws a problem when there is no profile, or several.
    func only() throws(Problem) -> Value {
        switch self {
        case .nobody: throw .unknownProfile
        case .several: throw .sharedIdentifier
        case .one(let value): return value
        }
    }
}
