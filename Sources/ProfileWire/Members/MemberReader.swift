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

    /// Reads members that merely describe: one that is wrong is left out with a warning.
    mutating func leniently<Value>(_ read: (inout MemberReader) -> Value) -> Value {
        let findings = findings
        return findings.leniently { read(&self) }
    }

    /// Reads members that have to be right, also among descriptive ones.
    mutating func strictly<Value>(_ read: (inout MemberReader) -> Value) -> Value {
        let findings = findings
        return findings.strictly { read(&self) }
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

    /// Lists the members that nobody took as warnings.
    func warnOfUnknownMembers() {
        forEachUnknownName { findings.warn(pointer($0), .unknownMember, "no such member is known; it was ignored") }
    }

    /// Lists the members that nobody took as problems, where ignoring a misspelt word would do harm.
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
