package import ProfileCore

/// What an operator settles about the service.
package struct ServiceSettings: Sendable {
    /// Room for all that is asked about 100,000 customers, which fills half of it.
    package static let standardCacheSize = 512 << 20

    package var identity: IdentityRules
    package var profile: ProfileRules
    /// The policy that holds until one is put.
    package var initialPolicy: VIPPolicy
    /// How many bytes of memory hold answers that were given before.
    package var cacheSize: Int

    package init(
        identity: IdentityRules = .standard, profile: ProfileRules = .standard, initialPolicy: VIPPolicy? = nil,
        cacheSize: Int = standardCacheSize
    ) {
        self.identity = identity
        self.profile = profile
        self.initialPolicy = initialPolicy ?? .standard(profile.defaultCurrency)
        self.cacheSize = cacheSize
    }
}
