/// The time zone in which a customer's local times are told, and how it is known.
package struct TimeZoneChoice: Sendable {
    package enum Basis: String, Hashable, Sendable {
        /// A source stated it.
        case declared
        /// The country of the address keeps one time only.
        case country
        /// The deployment's default.
        case `default`
    }

    package let clock: LocalClock
    package let basis: Basis

    init(declared: String?, country: String?, rules: ProfileRules) {
        if let clock = declared.flatMap(LocalClock.init) {
            self.init(clock: clock, basis: .declared)
        } else if let clock = country.flatMap(CountryTimeZones.zone).flatMap(LocalClock.init) {
            self.init(clock: clock, basis: .country)
        } else {
            self.init(clock: LocalClock(rules.defaultTimeZone) ?? .utc, basis: .default)
        }
    }

    private init(clock: LocalClock, basis: Basis) {
        self.clock = clock
        self.basis = basis
    }
}
