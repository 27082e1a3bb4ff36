/// What an operator settles about how profiles are derived.
package struct ProfileRules: Hashable, Sendable {
    /// Greater wins; a source that is not named has priority 0.
    package var sourcePriorities: [String: Int]
    /// Minutes after local midnight between which customers may be contacted.
    package var contactHours: Range<Int>
    /// An IANA name that exists.
    package var defaultTimeZone: String
    package var defaultCurrency: Currency
    /// Sources whose consents may refuse but not grant.
    package var sourcesThatOnlyRefuse: Set<String> = []

    package static let standard = ProfileRules(
        sourcePriorities: [:], contactHours: 8 * 60..<21 * 60, defaultTimeZone: "UTC", defaultCurrency: .euro)

    package init(
        sourcePriorities: [String: Int], contactHours: Range<Int>, defaultTimeZone: String, defaultCurrency: Currency
    ) {
        self.sourcePriorities = sourcePriorities
        self.contactHours = contactHours
        self.defaultTimeZone = defaultTimeZone
        self.defaultCurrency = defaultCurrency
    }
}
