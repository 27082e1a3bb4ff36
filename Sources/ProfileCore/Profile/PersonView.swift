/// The person as the sources together describe them.
package struct PersonView: Hashable, Sendable {
    package let greeting: String?
    package let givenName: String?
    package let familyName: String?
    package let fullName: String?
    package let salutation: String?
    package let birthday: BirthdayView?
    package let gender: String?
    package let language: String?
    /// As declared, else the only one of the country; the deployment's default is no statement about a person.
    package let timeZone: String?
    package let address: Address?
    package let owner: Person?
    package let loyalty: Loyalty?
    package let tags: [String]
    package let traits: [String: TraitValue]
    /// The earliest that any source gives.
    package let createdAt: Timestamp?

    init(_ survivorship: Survivorship, zone: TimeZoneChoice, birthday: BirthdayView?) {
        givenName = survivorship.value(\.presentGivenName)
        familyName = survivorship.value(\.presentFamilyName)
        fullName = survivorship.value(\.presentFullName)
        salutation = survivorship.value(\.presentSalutation)
        language = survivorship.value(\.presentLanguage)
        greeting = Greeting.text(
            salutation: salutation, givenName: givenName, familyName: familyName, language: language)
        self.birthday = birthday
        gender = survivorship.value(\.presentGender)
        timeZone = zone.basis == .default ? nil : zone.clock.name
        address = survivorship.value(\.presentAddress)
        owner = survivorship.value(\.owner)
        loyalty = survivorship.value(\.presentLoyalty)
        tags = survivorship.tags
        traits = survivorship.traits
        createdAt = survivorship.entries.compactMap(\.record.createdAt).min()
    }
}
