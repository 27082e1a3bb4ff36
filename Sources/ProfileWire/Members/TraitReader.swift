import ProfileCore

/// Reads free-form traits within bounds: 500 members in all, 8 deep, 32 KB.
struct TraitReader {
    static let maximumMembers = 500
    static let maximumDepth = 8
    static let maximumBytes = 32 * 1024

    let findings: Findings
    private let root: String
    private var memberCount = 0
    private var byteCount = 0

    private init(root: String, _ findings: Findings) {
        self.root = root
        self.findings = findings
    }

    static func read(_ object: JSONObject, at place: String, _ findings: Findings) -> [String: TraitValue] {
        var reader = TraitReader(root: place, findings)
        let traits = reader.members(of: object, at: place, depth: 1)
        if reader.memberCount > maximumMembers {
            findings.reject(place, .tooMany, "at most \(maximumMembers) members, nested ones included")
        }
        if reader.byteCount > maximumBytes {
            findings.reject(place, .tooLong, "at most \(maximumBytes) bytes of names and values")
        }
        return traits
    }

    private mutating func members(of object: JSONObject, at place: String, depth: Int) -> [String: TraitValue] {
        var traits: [String: TraitValue] = [:]
        guard depth <= Self.maximumDepth else {
            findings.reject(root, .tooDeep, "values nest at most \(Self.maximumDepth) deep")
            return traits
        }
        for member in object.members {
            memberCount += 1
            let pointer = place.appending(member: member.name)
            guard let name = name(member.name, at: pointer) else { continue }
            traits[name] = value(member.value, at: pointer, depth: depth)
        }
        return traits
    }

    private mutating func name(_ name: String, at pointer: String) -> String? {
        byteCount += name.utf8.count
        let clean = TextCheck.text(name, at: pointer, limit: TextLimit.code, multiline: false, findings)
        if clean == nil, !findings.hasProblem(at: pointer) { findings.reject(pointer, .empty, "a trait has a name") }
        return clean
    }

    private mutating func value(_ value: JSONValue, at place: String, depth: Int) -> TraitValue {
        switch value {
        case .null: return .null
        case .bool(let value): return .bool(value)
        case .number(let text): return number(text, at: place)
        case .string(let text): return self.text(text, at: place)
        case .array(let values): return list(values, at: place, depth: depth + 1)
        case .object(let object): return .object(members(of: object, at: place, depth: depth + 1))
        }
    }

    private mutating func list(_ values: [JSONValue], at place: String, depth: Int) -> TraitValue {
        guard depth <= Self.maximumDepth else {
            findings.reject(root, .tooDeep, "values nest at most \(Self.maximumDepth) deep")
            return .list([])
        }
        byteCount += values.count
        var list: [TraitValue] = []
        for (index, element) in values.enumerated() {
            list.append(value(element, at: place.appending(index: index), depth: depth))
        }
        return .list(list)
    }

    private mutating func number(_ text: String, at place: String) -> TraitValue {
        byteCount += text.utf8.count
        if Double(text)?.isFinite != true {
            findings.reject(place, .outOfRange, "a number that a 64-bit float can come near to")
        }
        return .number(text)
    }

    private mutating func text(_ text: String, at place: String) -> TraitValue {
        byteCount += text.utf8.count
        let plain = TextCheck.withPlainLineBreaks(text)
        if CleanText.hasControlCharacter(plain, multiline: true) {
            findings.reject(place, .controlCharacter, "text without control characters is expected")
        }
        return .text(plain)
    }
}
