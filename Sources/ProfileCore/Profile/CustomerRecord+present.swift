/// The fields of a customer record, nil where they say nothing.
extension CustomerRecord {
    package var presentGivenName: String? { givenName?.named }
    package var presentFamilyName: String? { familyName?.named }
    package var presentFullName: String? { fullName?.named }
    package var presentSalutation: String? { salutation?.named }
    package var presentGender: String? { gender?.nonempty }
    package var presentLanguage: String? { language?.nonempty }
    package var presentTimeZone: String? { timeZone?.nonempty }
    package var presentPreferredChannel: String? { preferredChannel?.nonempty }

    /// An address is one whole: parts of two would make a place that does not exist.
    package var presentAddress: Address? { address == Address() ? nil : address }

    package var presentLoyalty: Loyalty? { loyalty == Loyalty(tier: nil, points: nil) ? nil : loyalty }
}

extension String {
    /// A name without a letter, such as `-` or `?`, is none.
    fileprivate var named: String? { contains(where: \.isLetter) ? self : nil }

    fileprivate var nonempty: String? { allSatisfy(\.isWhitespace) ? nil : self }
}
