import ProfileCore

/// Reads the members of one object by name, reports what is wrong with them, and knows at the end which were left.
///
/// A reading function gives nil both for an absent member (or null) and for a wrong one; wrong ones are in the
/// findings, so a caller need only look there once, at the end.
struct MemberReader {
    let object: JSONObject
    /// The pointer of the object.
    let place: String
    let findings: Findings
    /// The time zone in which times without an offset are read.
    private(set) var timeZone: String?

    /// One bit per member; those beyond the 64th are in `takenBeyond`.
    private var taken: UInt64 = 0
    private var takenBeyond: Set<Int> = []
    /// Where the search starts: most sources send members in one and the same order.
    private var next = 0

    init(_ object: JSONObject, at place: String, _ findings: Findings, timeZone: String?) {
        self.object = object
        self.place = place
        self.findings = findings
        self.timeZone = timeZone
    }

    /// Nil, and a problem, when the value is no object.
    init?(_ value: JSONValue, at place: String, _ findings: Findings, timeZone: String?) {
        guard case .object(let object) = value else {
            findings.reject(place, .wrongType, "an object is expected, not \(value.kindInWords)")
            return nil
        }
        self.init(object, at: place, findings, timeZone: timeZone)
    }

    /// The same reader for members whose times are local in another zone.
    func reading(timeZone: String?) -> MemberReader {
        var reader = self
        reader.timeZone = timeZone
        return reader
    }

    /// The member's value, unless it is absent or null; it counts as known from now on.
    mutating func take(_ name: String) -> JSONValue? {
        let count = object.members.count
        var index = next
        for _ in 0..<count {
            if index >= count { index = 0 }
            if object.members[index].name == name { return take(at: index) }
            index += 1
        }
        return nil
    }

    private mutating func take(at index: Int) -> JSONValue? {
        next = index + 1
        if index < 64 { taken |= 1 << UInt64(index) } else { takenBeyond.insert(index) }
        let value = object.members[index].value
        return value == .null ? nil : value
    }

    private func isTaken(_ index: Int) -> Bool {
        index < 64 ? taken & (1 << UInt64(index)) != 0 : takenBeyond.contains(index)
    }

    func pointer(_ name: String) -> String {
        place.appending(member: name)
    }

    func reject(_ name: String, _ code: ProblemCode, _ detail: String) {
        findings.reject(pointer(name), code, detail)
    }

    func warn(_ name: String, _ code: ProblemCode, _ detail: String) {
        findings.warn(pointer(name), code, detail)
    }

    func rejectType(_ name: String, _ value: JSONValue, expected: String) {
        reject(name, .wrongType, "\(expected) is expected, not \(value.kindInWords)")
    }

    /// Passes `value` on, and reports the member as missing when nothing else is reported about it.
    func required<Value>(_ name: String, _ value: Value?) -> Value? {
        if value == nil, !findings.hasProblem(at: pointer(name)) {
            reject(name, .missing, "this member is required")
        }
        return value
    }

    /// Warns of the members that were not read.
    func warnOfUnknownMembers() {
        forEachUnknownName { findings.warn(pointer($0), .unknownMember, "no such member is known; it was ignored") }
    }

    /// Rejects the members that were not read, where ignoring a misspelt word would do harm.
    func rejectUnknownMembers() {
        forEachUnknownName { reject($0, .unknownMember, "no such member is known") }
    }

    private func forEachUnknownName(_ report: (String) -> Void) {
        let isAllTaken = taken.nonzeroBitCount + takenBeyond.count == object.members.count
        guard !isAllTaken else { return }
        for (index, member) in object.members.enumerated() where !isTaken(index) {
            let isRepetition = object.repeatedNames.contains(member.name)
            if !isRepetition { report(member.name) }
        }
    }
}

/// Objects, arrays, and members that are taken as they are.
extension MemberReader {
    /// A reader of the object under that name.
    mutating func child(_ name: String) -> MemberReader? {
        guard let value = take(name) else { return nil }
        return MemberReader(value, at: pointer(name), findings, timeZone: timeZone)
    }

    /// The elements of the array under that name with their pointers; none when it is absent.
    mutating func elements(_ name: String, atMost limit: Int) -> [(value: JSONValue, place: String)] {
        guard let value = take(name) else { return [] }
        let place = pointer(name)
        return elements(value, of: name, atMost: limit).enumerated().map { ($1, place.appending(index: $0)) }
    }

    /// The elements of the array of strings under that name, without those that are none, which are reported. Only of
    /// these is worked out where they stand: there may be a thousand elements, and as a rule all are right.
    mutating func strings(_ name: String, atMost limit: Int, such example: String) -> [String] {
        guard let value = take(name) else { return [] }
        return elements(value, of: name, atMost: limit).enumerated().compactMap { index, element in
            if case .string(let text) = element { return text }
            let place = pointer(name).appending(index: index)
            findings.reject(place, .wrongType, "a string such as \(example) is expected")
            return nil
        }
    }

    private func elements(_ value: JSONValue, of name: String, atMost limit: Int) -> [JSONValue] {
        guard case .array(let values) = value else {
            rejectType(name, value, expected: "an array")
            return []
        }
        guard values.count <= limit else {
            reject(name, .tooMany, "at most \(limit) elements")
            return []
        }
        return values
    }

    /// Reads each element of an array of objects; nil elements, which are reported, are left out.
    mutating func objects<Element>(
        _ name: String, atMost limit: Int, _ read: (inout MemberReader) -> Element?
    ) -> [Element] {
        elements(name, atMost: limit).compactMap { value, place in
            guard var reader = MemberReader(value, at: place, findings, timeZone: timeZone) else { return nil }
            return read(&reader)
        }
    }

    /// Whether the member is there and not null; says nothing about its value.
    func isPresent(_ name: String) -> Bool {
        object[name].map { $0 != .null } ?? false
    }

    /// Text exactly as written.
    mutating func unchangedText(_ name: String) -> String? {
        guard let value = take(name) else { return nil }
        if case .string(let text) = value { return text }
        rejectType(name, value, expected: "a string")
        return nil
    }

    /// A profile by its id or by an identifier.
    mutating func reference(_ name: String, _ normalizer: IdentifierNormalizer) -> ProfileReference? {
        guard let text = unchangedText(name) else { return nil }
        let reference = normalizer.reference(text)
        if reference == nil {
            reject(name, .badProfileID, "a profile id (prf_…) or an identifier such as email:jane@example.com")
        }
        return reference
    }
}
