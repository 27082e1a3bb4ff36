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
        let candidates = try await lookup([reference])
        guard candidates.count > 1 else { return .unknownProfile }
        return Problem(
            .ambiguousIdentifier, "Several profiles share this identifier; POST /v1/profiles/lookup ranks them.")
    }
}
