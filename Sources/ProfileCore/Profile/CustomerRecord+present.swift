/// The fields of a customer record, nil where they say nothing.
extension CustomerRecord {
    package var presentGivenName: String? { givenName?.nonempty }
    package var presentFamilyName: String? { familyName?.nonempty }
    package var presentFullName: String? { fullName?.nonempty }
    package var presentSalutation: String? { salutation?.nonempty }
    package var presentGender: String? { gender?.nonempty }
    package var presentLanguage: String? { language?.nonempty }
    package var presentTimeZone: String? { timeZone?.nonempty }
    package var presentPreferredChannel: String? { preferredChannel?.nonempty }

    /// An address is one whole: parts of two would make a place that does not exist.
    package var presentAddress: Address? { address == Address() ? nil : address }

    package var presentLoyalty: Loyalty? { loyalty == Loyalty(tier: nil, points: nil) ? nil : loyalty }
}

extension String {
    fileprivate var nonempty: String? { allSatisfy(\.isWhitespace) ? nil : self }
}
