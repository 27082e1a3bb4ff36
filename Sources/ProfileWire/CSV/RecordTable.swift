package import ProfileCore

/// Records of one kind as the rows of a table, which the mapping beside it turns back into the same records.
///
/// Every field of the kind has a column; lists stand in one cell with `|` between their values, and what no cell could
/// hold as JSON. An order has a row for each of its lines.
package struct RecordTable: Sendable {
    package let kind: RecordKind
    private let members: [Member]
    /// The list whose elements have a row each.
    private let list: String?

    private static let tables = RecordKind.allCases.map { RecordTable(listing: $0) }

    package init(_ kind: RecordKind) {
        self = Self.tables.first { $0.kind == kind } ?? RecordTable(listing: kind)
    }

    private init(listing kind: RecordKind) {
        self.kind = kind
        let fields = kind.fields.dropFirst(Self.key.count)
        let list = fields.first { if case .rows = $0.type { true } else { false } }
        let parts = (list?.type.members ?? []).map { part in
            Member(column: (list?.name.dropLast() ?? "") + "_" + part.name, path: [part.name], form: .line)
        }
        self.list = list?.name
        members = fields.filter { $0.name != list?.name }.flatMap { Self.members(of: $0, in: []) } + parts
    }

    package var header: [String] { Self.columns + members.map(\.column) }

    /// The first fields of every kind.
    private static let key = ["id", "updated_at"]
    private static let columns = ["source"] + key

    private struct Member {
        let column: String
        let path: [String]
        let form: Form
    }

    private enum Form {
        case text, list, json, identifiers, line
    }

    private static func members(of field: FieldDescription, in path: [String]) -> [Member] {
        let path = path + [field.name]
        let form: Form
        switch field.type {
        case .part(let fields): return fields.flatMap { members(of: $0, in: path) }
        case .list(.part), .rows, .names(.trait): form = .json
        case .list: form = .list
        case .names: form = .identifiers
        default: form = .text
        }
        return [Member(column: path.joined(separator: "_"), path: path, form: form)]
    }

    // MARK: Rows

    /// The rows of a record of this kind.
    package func rows(of record: SourceRecord) -> [[String]] {
        var json = JSONWriter()
        RecordEncoder.write(record, to: &json)
        guard let value = try? JSONReader.parse(json.bytes) else { return [] }
        let lines = list.flatMap { value.member([$0])?.elements } ?? []
        return (lines.isEmpty ? [nil] : lines.map(Optional.some)).map { row(value, line: $0) }
    }

    private func row(_ record: JSONValue, line: JSONValue?) -> [String] {
        let key = Self.columns.map { FormulaGuard.guarded(record.member([$0])?.cellText ?? "") }
        return key
            + members.map { member in
                let value = member.form == .line ? line?.member(member.path) : record.member(member.path)
                return FormulaGuard.guarded(value.map { cell($0, member.form) } ?? "")
            }
    }

    private func cell(_ value: JSONValue, _ form: Form) -> String {
        switch form {
        case .text, .line: return value.cellText
        case .json: return value.jsonText
        case .list:
            let texts = value.elements.map(\.cellText)
            return texts.contains { $0.contains("|") || $0.hasPrefix("[") } ? value.jsonText : joined(texts)
        case .identifiers:
            let texts = identifiers(value)
            return texts.contains { $0.contains("|") } ? value.jsonText : joined(texts)
        }
    }

    private func joined(_ texts: [String]) -> String {
        texts.joined(separator: " | ")
    }

    private func identifiers(_ value: JSONValue) -> [String] {
        guard case .object(let object) = value else { return [] }
        return object.members.flatMap { member in
            let values = if case .array(let values) = member.value { values } else { [member.value] }
            return values.map { member.name + ":" + $0.cellText }
        }
    }

    // MARK: The mapping

    /// The mapping that takes the table in again, as YAML.
    package var mapping: String {
        "# Takes in what clientele export --kind \(kind.pathSegment) --format csv writes.\n"
            + YAMLText.block(mappingTree)
    }

    /// The mapping as the tree that its YAML stands for.
    var mappingTree: JSONValue {
        let parts = members.filter { $0.form == .line }
        var record: [JSONObject.Member] = Self.key.map { .init(name: $0, value: .string($0)) }
        record += tree(of: members.filter { $0.form != .line }.map { ($0.path[...], $0) })
        if let list {
            record.append(.init(name: list, value: .members(parts.map { ($0.path[0], .string($0.column)) })))
        }
        var root: [(String, JSONValue)] = [
            ("kind", .string(kind.word)), ("source", .members([("column", .string("source"))])),
            ("guarded_cells", .string("true")),
        ]
        if list != nil { root.append(("group_by", .array([.string("source"), .string("id")]))) }
        return .members(root + [("record", .object(JSONObject(members: record)))])
    }

    private func tree(of members: [(path: ArraySlice<String>, member: Member)]) -> [JSONObject.Member] {
        var result: [JSONObject.Member] = []
        var done: Set<String> = []
        for (path, member) in members {
            guard let name = path.first, done.insert(name).inserted else { continue }
            if path.count == 1 {
                result.append(.init(name: name, value: spec(member)))
            } else {
                let inner = members.filter { $0.path.first == name }.map { ($0.path.dropFirst(), $0.member) }
                result.append(.init(name: name, value: .object(JSONObject(members: tree(of: inner)))))
            }
        }
        return result
    }

    private func spec(_ member: Member) -> JSONValue {
        let format: String
        switch member.form {
        case .text, .line: return .string(member.column)
        case .list: format = "list"
        case .json: format = "json"
        case .identifiers: format = "identifiers"
        }
        return .members([("column", .string(member.column)), ("format", .string(format))])
    }
}

extension JSONValue {
    fileprivate static func members(_ members: [(String, JSONValue)]) -> JSONValue {
        .object(JSONObject(members: members.map { .init(name: $0.0, value: $0.1) }))
    }
}

/// A tree of texts as YAML, for people to read. Names and texts must be words of letters, digits and `_`.
enum YAMLText {
    /// A line for each member, one with members of its own over several.
    static func block(_ value: JSONValue, indent: String = "") -> String {
        guard case .object(let object) = value else { return indent + flow(value) + "\n" }
        return object.members.map { member in
            isFlat(member.value)
                ? "\(indent)\(member.name): \(flow(member.value))\n"
                : "\(indent)\(member.name):\n" + block(member.value, indent: indent + "  ")
        }.joined()
    }

    /// Whether it fits on the line of its name: all but objects that stand for members of a record.
    private static func isFlat(_ value: JSONValue) -> Bool {
        guard case .object(let object) = value else { return true }
        return object["column"] != nil
    }

    private static func flow(_ value: JSONValue) -> String {
        switch value {
        case .object(let object):
            "{" + object.members.map { "\($0.name): \(flow($0.value))" }.joined(separator: ", ") + "}"
        case .array(let values): "[" + values.map(flow).joined(separator: ", ") + "]"
        default: value.cellText
        }
    }
}

/// Profiles as the rows of a table, for people and their spreadsheets. The JSON holds all of a profile.
package enum ProfileTable {
    private static let columns: [(name: String, path: [String])] = [
        ("id", ["id"]), ("given_name", ["person", "given_name"]), ("family_name", ["person", "family_name"]),
        ("full_name", ["person", "full_name"]), ("birthday", ["person", "birthday", "date"]),
        ("language", ["person", "language"]), ("city", ["person", "address", "city"]),
        ("country", ["person", "address", "country"]), ("vip", ["vip", "vip"]), ("tier", ["vip", "tier"]),
        ("priority", ["vip", "priority"]), ("contacts", ["contact", "total"]),
        ("last_contact_at", ["contact", "last", "at"]), ("last_contact_channel", ["contact", "last", "channel"]),
        ("preferred_channel", ["contact", "preferred_channel", "channel"]), ("orders", ["purchases", "orders"]),
        ("first_order_at", ["purchases", "first_at"]), ("last_order_at", ["purchases", "last_at"]),
    ]

    package static var header: [String] { columns.map(\.name) + ["net", "identifiers"] }

    /// The row of a rendered profile; nil when it is no JSON.
    package static func row(of profile: [UInt8]) -> [String]? {
        guard let value = try? JSONReader.parse(profile) else { return nil }
        let cells = columns.map { value.member($0.path)?.cellText ?? "" }
        return (cells + [net(value), identifiers(value)]).map(FormulaGuard.guarded)
    }

    /// `EUR 1410.00 | GBP 20.00`: amounts of different currencies are never added.
    private static func net(_ profile: JSONValue) -> String {
        (profile.member(["purchases", "totals"])?.elements ?? []).map { total in
            (total.member(["currency"])?.cellText ?? "") + " " + (total.member(["net"])?.cellText ?? "")
        }.joined(separator: " | ")
    }

    private static func identifiers(_ profile: JSONValue) -> String {
        (profile.member(["identifiers"])?.elements ?? []).map { identifier in
            (identifier.member(["type"])?.cellText ?? "") + ":" + (identifier.member(["value"])?.cellText ?? "")
        }.joined(separator: " | ")
    }
}
