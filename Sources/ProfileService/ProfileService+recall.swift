package import ProfileStore

extension ProfileService {
    /// What `served` would give without asking the store; nil when it would have to ask.
    package func recalled(_ reference: ProfileReference) -> ServedProfile? {
        cache.profile(reference, at: now(), given: judgement.stamp, countsMiss: false)
    }
}
