package struct CustomerRecord: Hashable, Sendable {
    package var givenName: String?
    package var familyName: String?
    package var fullName: String?
    package var salutation: String?
    package var birthday: Birthday?
    package var gender: String?
    /// A BCP 47 tag, in its canonical case: `en-GB`.
    package var language: String?
    /// An IANA name that exists.
    package var timeZone: String?
    package var address: Address?
    package var preferredChannel: String?
    package var preferredTime: PreferredTime?
    package var owner: Person?
    package var loyalty: Loyalty?
    package var tags: [String] = []
    package var consents: [Consent] = []
    package var traits: [String: TraitValue] = [:]
    package var createdAt: Timestamp?

    package init() {}
}
