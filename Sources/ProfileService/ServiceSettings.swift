package import ProfileCore

/// What an operator settles about the service.
package struct ServiceSettings: Sendable {
    package var identity: IdentityRules
    package var profile: ProfileRules
    /// The policy that holds until one is put.
    package var initialPolicy: VIPPolicy
    /// How many rendered profiles are kept in memory.
    package var cachedProfiles: Int

    package init(
        identity: IdentityRules = .standard, profile: ProfileRules = .standard, initialPolicy: VIPPolicy? = nil,
        cachedProfiles: Int = 20_000
    ) {
        self.identity = identity
        self.profile = profile
        self.initialPolicy = initialPolicy ?? .standard(profile.defaultCurrency)
        self.cachedProfiles = cachedProfiles
    }
}
