package import ProfileCore
import ProfileStore

extension ProfileService {
    /// What `served` would give without asking the store; nil when it would have to ask.
    package func recalled(_ reference: ProfileReference) -> ServedProfile? {
        cache.profile(reference, at: now(), given: judgement.stamp, countsMiss: false)
    }

    /// Whether no more than a few profiles have to be read to follow it; a weak identifier may lead to thousands.
    package func leadsToFew(_ reference: ProfileReference) -> Bool {
        switch reference {
        case .id: true
        case .identifier(let identifier): settings.identity[identifier.type].strength == .strong
        }
    }
}
