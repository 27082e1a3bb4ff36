import ProfileCore

/// Collects the identifiers of one record, normalised, each once.
struct IdentifierReading {
    /// How many values one record may offer.
    static let limit = 50

    private let normalizer: IdentifierNormalizer
    private let region: String?
    private let findings: Findings
    private var identifiers: [Identifier] = []
    /// Values that are kept but identify no person.
    private(set) var unlinked: [Identifier] = []
    private var offered = 0

    init(normalizer: IdentifierNormalizer, region: String?, findings: Findings) {
        self.normalizer = normalizer
        self.region = region
        self.findings = findings
    }

    /// Those found, those of one type together, the types in the order in which they first came.
    var inGroups: [Identifier] {
        guard identifiers.count > 2 else { return identifiers }
        var types: [String] = []
        for identifier in identifiers where !types.contains(identifier.type) { types.append(identifier.type) }
        guard types.count < identifiers.count else { return identifiers }
        return types.flatMap { type in identifiers.filter { $0.type == type } }
    }

    /// Whom a record that describes nobody is about; `order` may tell it too, for it has a customer, and of a part what
    /// was stated before.
    mutating func readCustomer(_ members: inout MemberReader, order: String?, isPart: Bool) {
        if let value = members.take("customer") { readTypes(value, at: "/customer") }
        let isNamed = isPart || offered > 0 || order != nil || findings.hasProblem(at: "/customer")
        if !isNamed { rejectMissingCustomer() }
    }

    /// The identifiers of a customer record: its own first, then addresses and phones, then further ones.
    mutating func readOwn(_ members: inout MemberReader, source: String?, id: String?) {
        if let source, let id { add(type: source, id, at: "/id") }
        if let emails = members.take("emails") {
            readValues(of: Identifier.email, emails, at: "/emails", skipEmpty: true)
        }
        if let phones = members.take("phones") {
            readValues(of: Identifier.phone, phones, at: "/phones", skipEmpty: true)
        }
        if let further = members.take("identifiers") { readTypes(further, at: "/identifiers") }
    }

    private func rejectMissingCustomer() {
        findings.reject("/customer", .missingCustomer, #"whom it is about, such as {"email":"jane@example.com"}"#)
    }

    private mutating func readTypes(_ value: JSONValue, at place: String) {
        guard case .object(let object) = value else {
            return findings.reject(place, .wrongType, "an object of identifier types is expected")
        }
        for member in object.members where member.value != .null {
            let pointer = place.appending(member: member.name)
            guard WordText.isWord(member.name) else {
                offered += 1
                findings.reject(
                    pointer, .badIdentifierType,
                    "a type is 1 to 32 of a-z, 0-9 and _, beginning with a letter")
                continue
            }
            readValues(of: member.name, member.value, at: pointer, skipEmpty: false)
        }
    }

    private mutating func readValues(of type: String, _ value: JSONValue, at place: String, skipEmpty: Bool) {
        guard case .array(let values) = value else { return read(type, value, at: place, skipEmpty: skipEmpty) }
        for (index, value) in values.enumerated() where value != .null {
            guard offered <= Self.limit else { return }
            read(type, value, at: place.appending(index: index), skipEmpty: skipEmpty)
        }
    }

    private mutating func read(_ type: String, _ value: JSONValue, at place: String, skipEmpty: Bool) {
        if skipEmpty, case .string(let text) = value, CleanText.clean(text).isEmpty { return }
        offered += 1
        guard offered <= Self.limit else {
            if offered == Self.limit + 1 { findings.reject(place, .tooMany, "at most \(Self.limit) identifiers") }
            return
        }
        guard let text = value.codeText else {
            let expected = "a string or an integer is expected, not \(value.kindInWords); left out"
            return findings.warn(place, .wrongType, expected)
        }
        add(type: type, text, at: place)
    }

    /// Real exports hold "n/a", half addresses and numbers that nobody has; the person behind them is still a customer.
    private mutating func add(type: String, _ text: String, at place: String) {
        switch normalizer.outcome(type: type, value: text, region: region) {
        case .accepted(let identifier):
            if !identifiers.contains(identifier) { identifiers.append(identifier) }
        case .uncallable(let identifier):
            if !unlinked.contains(identifier) { unlinked.append(identifier) }
            findings.warn(
                place, .phoneNotCallable, "a number that nobody can be called at; kept, but it leads to nobody")
        case let other:
            let (code, rule) = Self.fault(other)
            findings.warn(place, code, rule + "; left out")
        }
    }

    /// Why a value is no identifier, and what would be one.
    private static func fault(_ outcome: IdentifierNormalizer.Outcome) -> (ProblemCode, String) {
        switch outcome {
        case .blocked: (.blockedIdentifier, "a value that stands for nobody")
        case .phoneNotRecognised: (.phoneNotRecognised, "no phone number, or a national one of unknown country")
        case .shortened: (.shortenedNumber, "all digits are needed; a number such as 4.57E+12 stands for many")
        case .tooLong: (.tooLong, "at most \(IdentifierNormalizer.maximumLength) characters")
        case .controlCharacter: (.controlCharacter, "text without control characters is expected")
        case .badEmail: (.badEmail, "no mail address such as jane@example.com")
        case .accepted, .uncallable, .empty: (.emptyIdentifier, "an identifier is not empty")
        }
    }
}
