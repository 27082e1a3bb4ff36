import ProfileCore

/// Collects the identifiers of one record, normalised, each once.
struct IdentifierReading {
    /// How many values one record may offer.
    static let limit = 50

    private let normalizer: IdentifierNormalizer
    private let region: String?
    private let findings: Findings
    private let isPart: Bool
    private let limit: Int
    private var identifiers: [Identifier] = []
    /// Values that are kept but identify no person.
    private(set) var unlinked: [Identifier] = []
    private var offered = 0
    /// Of a part, the paths at which some were found: of a type, of its primary one, of its others.
    private(set) var places: Set<String> = []

    init(
        normalizer: IdentifierNormalizer, region: String?, findings: Findings, isPart: Bool = false,
        limit: Int = Self.limit
    ) {
        self.normalizer = normalizer
        self.region = region
        self.findings = findings
        self.isPart = isPart
        self.limit = limit
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
    mutating func readCustomer(_ members: inout MemberReader, order: String?) {
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
        guard case .object(let object) = value, object[RecordPath.primary] ?? object[RecordPath.others] != nil else {
            return note(type) { $0.readList(of: type, value, at: place, skipEmpty: skipEmpty) }
        }
        if let primary = object[RecordPath.primary], primary != .null {
            let place = place.appending(member: RecordPath.primary)
            note(type, RecordPath.primary) { $0.read(type, primary, at: place, skipEmpty: skipEmpty) }
        }
        if let others = object[RecordPath.others] {
            let place = place.appending(member: RecordPath.others)
            note(type, RecordPath.others) { $0.readList(of: type, others, at: place, skipEmpty: skipEmpty) }
        }
        for member in object.members where ![RecordPath.primary, RecordPath.others].contains(member.name) {
            let expected = "a value, a list, or an object of primary and others is expected; left out"
            findings.warn(place.appending(member: member.name), .unknownMember, expected)
        }
    }

    private mutating func readList(of type: String, _ value: JSONValue, at place: String, skipEmpty: Bool) {
        guard case .array(let values) = value else {
            return value == .null ? () : read(type, value, at: place, skipEmpty: skipEmpty)
        }
        for (index, value) in values.enumerated() where value != .null {
            guard offered <= limit else { return }
            read(type, value, at: place.appending(index: index), skipEmpty: skipEmpty)
        }
    }

    /// Notes the path of a type, or of one of its two members, if anything was found there.
    private mutating func note(_ type: String, _ member: String? = nil, _ read: (inout Self) -> Void) {
        let count = identifiers.count + unlinked.count
        read(&self)
        guard isPart, identifiers.count + unlinked.count > count else { return }
        let path = RecordPath.joined(RecordPath.identifiers, type)
        places.insert(member.map { RecordPath.joined(path, $0) } ?? path)
    }

    private mutating func read(_ type: String, _ value: JSONValue, at place: String, skipEmpty: Bool) {
        if skipEmpty, case .string(let text) = value, CleanText.clean(text).isEmpty { return }
        offered += 1
        guard offered <= limit else {
            if offered == limit + 1 { findings.reject(place, .tooMany, "at most \(limit) identifiers") }
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
