/// Whether customer records of one source speak of one person: birthday with its year and family name agree on all.
struct Corroboration {
    private var person: (familyName: String, birthday: Birthday)?
    private var agrees = true

    mutating func add(_ customer: CustomerRecord) {
        guard let name = customer.familyName?.foldedName, let birthday = customer.birthday, birthday.year != nil
        else {
            agrees = false
            return
        }
        if let person {
            agrees = agrees && person == (name, birthday)
        } else {
            person = (name, birthday)
        }
    }

    var holds: Bool { agrees && person != nil }
}

extension String {
    /// A name as it is compared: letters only, in lower case.
    fileprivate var foldedName: String {
        String(lowercased().unicodeScalars.filter(\.properties.isAlphabetic).map(Character.init))
    }
}
