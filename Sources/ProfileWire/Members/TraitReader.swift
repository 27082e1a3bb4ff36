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
        guard reader.memberCount <= maximumMembers else {
            findings.reject(place, .tooMany, "at most \(maximumMembers) members, nested ones included")
            return [:]
        }
        guard reader.byteCount <= maximumBytes else {
            findings.reject(place, .tooLong, "at most \(maximumBytes) bytes of names and values")
            return [:]
        }
        return traits
    }

    private mutating func members(of object: JSONObject, at place: String, depth: Int) -> [String: TraitValue] {
        var traits: [String: TraitValue] = [:]
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

    /// Nil for a value that is wrong.
    private mutating func value(_ value: JSONValue, at place: String, depth: Int) -> TraitValue? {
        switch value {
        case .null: return .null
        case .bool(let value): return .bool(value)
        case .number(let text): return number(text, at: place)
        case .string(let text): return self.text(text, at: place)
        case .array, .object: return nested(value, at: place, depth: depth + 1)
        }
    }

    private mutating func nested(_ value: JSONValue, at place: String, depth: Int) -> TraitValue? {
        guard depth <= Self.maximumDepth else {
            findings.reject(root, .tooDeep, "values nest at most \(Self.maximumDepth) deep")
            return nil
        }
        switch value {
        case .array(let values): return list(values, at: place, depth: depth)
        case .object(let object): return .object(members(of: object, at: place, depth: depth))
        default: return nil
        }
    }

    private mutating func list(_ values: [JSONValue], at place: String, depth: Int) -> TraitValue {
        byteCount += values.count
        var list: [TraitValue] = []
        for (index, element) in values.enumerated() {
            if let value = value(element, at: place.appending(index: index), depth: depth) { list.append(value) }
        }
        return .list(list)
    }

    private mutating func number(_ text: String, at place: String) -> TraitValue? {
        byteCount += text.utf8.count
        guard Double(text)?.isFinite == true else {
            findings.reject(place, .outOfRange, "a number that a 64-bit float can come near to")
            return nil
        }
        return .number(text)
    }

    private mutating func text(_ text: String, at place: String) -> TraitValue? {
        byteCount += text.utf8.count
        let plain = TextCheck.withPlainLineBreaks(text)
        guard !CleanText.hasControlCharacter(plain, multiline: true) else {
            findings.reject(place, .controlCharacter, "text without control characters is expected")
            return nil
        }
        return .text(plain)
    }
}

extension MemberReader {
    mutating func traits(_ name: String) -> [String: TraitValue] {
        guard let value = take(name) else { return [:] }
        guard case .object(let object) = value else {
            rejectType(name, value, expected: "an object")
            return [:]
        }
        return TraitReader.read(object, at: pointer(name), findings)
    }
}
