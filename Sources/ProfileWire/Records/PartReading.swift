package import ProfileCore

/// What a statement of some members says of them.
extension RecordDecoder {
    /// The record with the paths that it states: those that have a value, and those that it removes. What was left out
    /// with a warning is not stated. `parted` are the paths at which identifiers were found; what lies at those of
    /// `assumed`, nobody states.
    func part(
        _ record: SourceRecord, of object: JSONObject, parted: Set<String>, assuming assumed: Set<String>,
        _ findings: Findings
    ) -> SourceRecord? {
        let table = record.memberTable
        var (stated, removed): (Set<String>, Set<String>) = ([], [])
        for member in object.members where !Self.notStated.contains(member.name) {
            let path = Self.path(of: member.name, in: record.key.kind)
            guard Self.isKnown(path, of: record.key.kind) else { continue }
            Self.collect(path, member.value, in: table, parted: parted, stated: &stated, removed: &removed)
        }
        if table.contains(where: { stated.contains($0.key) && $0.value.isAmount }), object["currency"] == nil {
            findings.reject("/currency", .missing, Self.lackingCurrency.detail)
        }
        if case .currency(.unnamed)? = table[RecordPath.currency] {
            stated.remove(RecordPath.currency)
            let others = table.filter { stated.contains($0.key) && $0.value.isAmount }.values
            if others.contains(where: { if case .money = $0 { false } else { true } }) {
                findings.reject("/currency", .mismatch, "of lines and their prices the currency has to be named")
            }
        }
        let ownAssumed = stated.filter { path in assumed.contains { RecordPath.covers($0, path) } }
        removed = removed.filter { path in !assumed.contains { RecordPath.covers($0, path) } }
        return record.with(
            extent: .part(stating: stated.subtracting(ownAssumed), removing: removed, assuming: ownAssumed))
    }

    private static let notStated: Set = ["kind", "source", "id", "updated_at", merge, keep, assume, yields, filed]

    /// The paths that a whole record leaves as they are: it names members that its kind can do without.
    func kept(_ members: inout MemberReader, of kind: RecordKind, isPart: Bool) -> Set<String> {
        let names = members.texts(Self.keep, atMost: 100, limit: 100)
        guard !names.isEmpty else { return [] }
        if isPart { members.reject(Self.keep, .notAllowed, "a part leaves all as it is but its members") }
        for name in names where !kind.canKeep(name) {
            members.reject(Self.keep, .notAllowed, "members of the record that are not required")
        }
        return isPart ? [] : Set(names.map { Self.path(of: $0, in: kind) })
    }

    /// The paths that a part assumes where nothing of its record is stored.
    func assumed(_ members: inout MemberReader, of kind: RecordKind, isPart: Bool) -> Set<String> {
        let names = members.texts(Self.assume, atMost: 100, limit: 100)
        guard !names.isEmpty else { return [] }
        if !isPart { members.reject(Self.assume, .notAllowed, "a whole record states all that it has") }
        for name in names where !kind.canAssume(name) {
            members.reject(Self.assume, .notAllowed, "members of the record, but its currency and updated_at")
        }
        return Set(names.map { Self.path(of: $0, in: kind) })
    }

    /// The paths in `kept` that the document does not name: at these the record has nothing, which costs little to see.
    static func absent(_ kept: Set<String>, in object: JSONObject) -> Set<String> {
        kept.filter { object[$0] == nil && !RecordPath.covers(RecordPath.identifiers, $0) }
    }

    fileprivate static let lackingCurrency = WireProblem(
        pointer: "/currency", code: .missing, detail: "amounts are stated together with their currency")

    /// Identifiers are one member by type, whatever member of JSON states them.
    private static func path(of name: String, in kind: RecordKind) -> String {
        switch (kind.subject, name) {
        case (.itself, "emails"): RecordPath.joined(RecordPath.identifiers, Identifier.email)
        case (.itself, "phones"): RecordPath.joined(RecordPath.identifiers, Identifier.phone)
        case (.customer, RecordKind.customerMember): RecordPath.identifiers
        default: name
        }
    }

    private static func isKnown(_ path: String, of kind: RecordKind) -> Bool {
        let name = String(path.prefix { $0 != "/" })
        return name == RecordPath.identifiers || memberNames[kind]?.contains(name) ?? false
    }

    private static let memberNames = Dictionary(
        uniqueKeysWithValues: RecordKind.allCases.map { ($0, Set($0.fields.map(\.name))) })

    private static func collect(
        _ path: String, _ value: JSONValue, in table: MemberTable, parted: Set<String>, stated: inout Set<String>,
        removed: inout Set<String>
    ) {
        switch value {
        case .object(let object) where table[path] == nil:
            for member in object.members {
                let path = RecordPath.joined(path, CleanText.clean(member.name))
                collect(path, member.value, in: table, parted: parted, stated: &stated, removed: &removed)
            }
        case .null: removed.insert(path)
        case _ where isEmpty(value) && !isTrait(table[path]): removed.insert(path)
        default: if table[path] != nil || parted.contains(path) { stated.insert(path) }
        }
    }

    private static func isEmpty(_ value: JSONValue) -> Bool {
        switch value {
        case .array(let elements): elements.isEmpty
        case .string(let text): CleanText.clean(text).isEmpty
        default: false
        }
    }

    /// A trait may be an empty text.
    private static func isTrait(_ value: MemberValue?) -> Bool {
        if case .trait = value { true } else { false }
    }
}

// MARK: Amounts without a currency

extension WireRejection {
    /// Whether nothing is wrong with a part but that its amounts come without a currency.
    var lacksCurrencyAlone: Bool { problems == [RecordDecoder.lackingCurrency] }
}

extension RecordDecoder {
    /// A part as it would be without its amounts, with a warning that they are left out.
    func decode(withoutAmounts value: JSONValue) -> Outcome {
        guard case .object(let object) = value else { return decode(line: value) }
        // In any currency, what is an amount is one.
        let currency = JSONObject.Member(name: "currency", value: .string(context.defaultCurrency.code))
        let whole = JSONObject(members: object.members + [currency], repeatedNames: object.repeatedNames)
        let table: MemberTable
        switch decode(line: .object(whole)) {
        case .failure(let rejection): return .failure(rejection)
        case .success(let decoded): table = decoded.record.memberTable
        }
        let warning = WireWarning(
            pointer: "/currency", code: .missing, detail: Self.lackingCurrency.detail + "; left out")
        return decode(line: .object(object.withoutAmounts(table))).map {
            DecodedRecord(record: $0.record, warnings: [warning] + $0.warnings)
        }
    }
}

extension JSONObject {
    /// `table` says which members are amounts, or hold some.
    fileprivate func withoutAmounts(_ table: MemberTable, within place: String = "") -> JSONObject {
        var left: [Member] = []
        for member in members {
            let path = place + member.name
            if let value = table[path], value.isAmount {
                guard case .parts(let tables) = value else { continue }
                left.append(Member(name: member.name, value: member.value.withoutAmounts(tables)))
            } else if table[path] == nil, case .object(let object) = member.value {
                left.append(Member(name: member.name, value: .object(object.withoutAmounts(table, within: path + "/"))))
            } else {
                left.append(member)
            }
        }
        return JSONObject(members: left, repeatedNames: repeatedNames)
    }
}

extension JSONValue {
    /// Of a list of a record, whose elements have these members.
    fileprivate func withoutAmounts(_ tables: [MemberTable]) -> JSONValue {
        var common: MemberTable = [:]
        for table in tables { common.merge(table) { $0.isAmount ? $0 : $1 } }
        if case .object(let object) = self { return .object(object.withoutAmounts(common)) }
        guard case .array(let elements) = self else { return self }
        var left: [JSONValue] = []
        for element in elements {
            if case .object(let object) = element {
                left.append(.object(object.withoutAmounts(common)))
            } else {
                left.append(element)
            }
        }
        return .array(left)
    }
}

extension RecordKind {
    /// Whether a whole record can leave a member as it is. Amounts mean nothing without the currency they came with.
    func canKeep(_ member: String) -> Bool { Self.keepable[self]?.contains(member) ?? false }

    private static let keepable = Dictionary(
        uniqueKeysWithValues: allCases.map { kind in
            (kind, Set(kind.fields.filter { !$0.isRequired }.map(\.name)).subtracting(["updated_at", "currency"]))
        })

    /// Whether a part can merely assume a member. Amounts are stated together with their currency.
    func canAssume(_ member: String) -> Bool {
        member != "updated_at" && member != "currency"
            && (fields.contains { $0.name == member } || subject == .customer && member == Self.customerMember)
    }
}

extension IngestVerdict {
    /// Why a record of the kind was refused beside what is stored, for its sender.
    package func problems(of kind: RecordKind) -> [WireProblem] {
        switch refusal {
        case .tooMany, nil:
            let limit = Catalogue.limits[kind] ?? 0
            let detail = "there may be \(limit) \(kind.pathSegment) at most"
            return [WireProblem(pointer: "", code: .tooMany, detail: detail)]
        case .lacking(let paths):
            return paths.map {
                WireProblem(pointer: "/" + $0, code: .missing, detail: "required, and nothing stored has it")
            }
        case .mixedCurrencies:
            let detail = "amounts that stay are in another currency; state the record as a whole, at a time after them"
            return [WireProblem(pointer: "/currency", code: .mismatch, detail: detail)]
        case .tooMuch(let path):
            let detail = "more of them, with those stored, than a record may have"
            return [WireProblem(pointer: "/" + path, code: .tooMany, detail: detail)]
        }
    }
}
