package import ProfileCore

/// The kinds as they are written in records and in paths.
extension RecordKind {
    /// `order`, as in a record's `kind`.
    package var word: String {
        switch self {
        case .customer: "customer"
        case .order: "order"
        case .interaction: "interaction"
        case .activity: "activity"
        case .promise: "promise"
        case .product: "product"
        case .notice: "notice"
        case .agent: "agent"
        }
    }

    /// `orders`, as in a path.
    package var pathSegment: String {
        switch self {
        case .customer: "customers"
        case .order: "orders"
        case .interaction: "interactions"
        case .activity: "activities"
        case .promise: "promises"
        case .product: "products"
        case .notice: "notices"
        case .agent: "agents"
        }
    }

    package init?(word: String) {
        guard let kind = Self.allCases.first(where: { $0.word == word }) else { return nil }
        self = kind
    }

    package init?(pathSegment: String) {
        guard let kind = Self.allCases.first(where: { $0.pathSegment == pathSegment }) else { return nil }
        self = kind
    }
}

/// What a source may be called: its name is also the type of the identifiers that its customer records carry.
package enum SourceName {
    package static let reserved: Set<String> = [Identifier.email, Identifier.phone, Identifier.visitor]

    package static func isValid(_ name: String) -> Bool {
        WordText.isWord(name) && !reserved.contains(name)
    }
}

/// Reads what names a record: its kind, its source and its id.
struct KeyReading {
    /// The parts that are right.
    struct Parts {
        var kind: RecordKind?
        var source: String?
        var id: String?
    }

    let context: DecodingContext
    let findings: Findings

    func key(_ members: inout MemberReader, path: FactKey?) -> Parts {
        let kind = kind(&members)
        let source = members.text("source").flatMap(checkedSource)
        let id = members.code("id").flatMap(checkedID).flatMap { telling($0, kind, members) }
        guard let path else {
            return Parts(
                kind: members.required("kind", kind), source: members.required("source", source),
                id: members.required("id", id))
        }
        let named = (source: checkedSource(path.source), id: checkedID(path.id))
        let parts = Parts(
            kind: path.kind, source: named.source, id: named.id.flatMap { telling($0, path.kind, members) })
        if let kind, kind != parts.kind { mismatch("kind") }
        if let source, source != parts.source { mismatch("source") }
        if let id, id != parts.id { mismatch("id") }
        return parts
    }

    /// Nil, and a problem, unless the name is one that a source may have here.
    func checkedSource(_ name: String) -> String? {
        guard WordText.isWord(name) else {
            return reject("source", .badSource, "a source is 1 to 32 of a-z, 0-9 and _, beginning with a letter")
        }
        guard SourceName.isValid(name) else {
            return reject("source", .reservedSource, "email, phone and visitor are types of their own")
        }
        guard context.acceptsUndeclaredSources || context.sources[name] != nil else {
            return reject("source", .unknownSource, "a source that the configuration declares")
        }
        return name
    }

    /// The id in NFC without white space around it; nil, and a problem, unless it is 1 to 255 characters.
    func checkedID(_ id: String) -> String? {
        let clean = TextCheck.text(id, at: "/id", limit: TextLimit.code, multiline: false, findings)
        if clean == nil, !findings.hasProblem(at: "/id") { findings.reject("/id", .missing, "an id is not empty") }
        return clean
    }

    /// The id, unless it may be that of many. Earlier versions took such ids, and what was taken once is kept.
    private func telling(_ id: String, _ kind: RecordKind?, _ members: MemberReader) -> String? {
        guard !context.isRestoring else { return id }
        if kind?.isAbsent(id: id) == true {
            return reject("id", .missing, "an id; a word for nothing, such as NULL or #N/A, stands for many")
        }
        return members.unshortened("id", id)
    }

    private func kind(_ members: inout MemberReader) -> RecordKind? {
        guard let word = members.text("kind") else { return nil }
        if let kind = RecordKind(word: word) { return kind }
        members.reject("kind", .notAllowed, "one of: " + RecordKind.allCases.map(\.word).joined(separator: ", "))
        return nil
    }

    private func mismatch(_ member: String) {
        findings.reject("/" + member, .mismatch, "the same \(member) as in the path")
    }

    private func reject(_ member: String, _ code: ProblemCode, _ detail: String) -> String? {
        if !findings.hasProblem(at: "/" + member) { findings.reject("/" + member, code, detail) }
        return nil
    }
}

extension RecordKind {
    /// Whether an id says that a record about a customer has none. Products and agents may be called anything.
    func isAbsent(id: String) -> Bool { subject != .nobody && BlockedValues.isAbsentID(id) }
}

/// A line of NDJSON that is a record of ours.
package enum RecordLine {
    /// How many lines may be damaged before the first that tells.
    private static let linesLookedAt = 20

    /// Whether the first whole line of a file's beginning names its kind, source and id, as our records do, rejected
    /// ones too.
    package static func leads(_ sample: [UInt8]) -> Bool {
        let lines = sample.split(separator: 0x0A, maxSplits: linesLookedAt).prefix(linesLookedAt)
        let values = lines.lazy.compactMap { try? JSONReader.parse(Array($0)) }
        guard case .object(let whole)? = values.first else { return false }
        let object = if case .object(let rejected)? = whole["record"] { rejected } else { whole }
        guard let kind = object["kind"]?.text, RecordKind(word: kind) != nil else { return false }
        return object["source"]?.text != nil && object["id"] != nil
    }
}
