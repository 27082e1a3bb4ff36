extension SourceRecord {
    /// Whether it says the same of who the person is, so that judging by it comes to the same; records that tell of
    /// no person always do.
    func provesTheSame(as other: SourceRecord?) -> Bool {
        guard key.kind == .customer else { return true }
        guard let other, let one = customer, let two = other.customer else { return false }
        return identifiers == other.identifiers && one.givenName == two.givenName && one.familyName == two.familyName
            && one.fullName == two.fullName && one.birthday == two.birthday
    }
}
