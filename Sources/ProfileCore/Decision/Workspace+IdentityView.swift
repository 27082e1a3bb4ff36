extension Workspace: IdentityView {
    func holder(of identifier: Identifier) -> ProfileID? {
        link(identifier).map { present($0.profile) }
    }

    func summary(of profile: ProfileID) -> ProfileSummary? {
        self.profile(profile)?.summary
    }
}
