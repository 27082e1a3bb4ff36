package import ProfileCore

/// Records of one kind as the rows of a table, which the mapping beside it turns back into the same records.
///
/// Every member has a column; lists stand in one cell with `|` between their values, and what no cell could hold as
/// JSON. An order has a row for each of its lines.
package struct RecordTable: Sendable {
    package let kind: RecordKind

    package init(_ kind: RecordKind) {
        self.kind = kind
    }

    package var header: [String] { ["source", "id", "updated_at"] + members.map(\.column) }

    private struct Member {
        let column: String
        let path: [String]
        let form: Form
    }

    private enum Form {
        case text, list, json, identifiers, line
    }

    private var members: [Member] {
        switch kind {
        case .customer: Self.customer
        case .order: Self.order
        case .interaction: Self.interaction
        case .activity: Self.activity
        }
    }

    // MARK: Rows

    /// The rows of a record of this kind.
    package func rows(of record: SourceRecord) -> [[String]] {
        var json = JSONWriter()
        RecordEncoder.write(record, to: &json)
        guard let value = try? JSONReader.parse(json.bytes) else { return [] }
        let lines = value.member(["lines"])?.elements ?? []
        return (lines.isEmpty ? [nil] : lines.map(Optional.some)).map { row(value, line: $0) }
    }

    private func row(_ record: JSONValue, line: JSONValue?) -> [String] {
        let key = ["source", "id", "updated_at"].map { FormulaGuard.guarded(record.member([$0])?.cellText ?? "") }
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
        var record: [JSONObject.Member] = ["id", "updated_at"].map { .init(name: $0, value: .string($0)) }
        record += tree(of: members.filter { $0.form != .line }.map { ($0.path[...], $0) })
        if !parts.isEmpty {
            record.append(.init(name: "lines", value: .members(parts.map { ($0.path[0], .string($0.column)) })))
        }
        var root: [(String, JSONValue)] = [
            ("kind", .string(kind.word)), ("source", .members([("column", .string("source"))])),
            ("guarded_cells", .string("true")),
        ]
        if kind == .order { root.append(("group_by", .array([.string("source"), .string("id")]))) }
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

    // MARK: Columns

    private static func texts(_ paths: String) -> [Member] {
        paths.split(separator: " ").map { path in
            let names = path.split(separator: ".").map(String.init)
            return Member(column: names.joined(separator: "_"), path: names, form: .text)
        }
    }

    private static func one(_ name: String, _ form: Form) -> [Member] {
        [Member(column: name, path: [name], form: form)]
    }

    private static let customer =
        texts("given_name family_name full_name salutation") + one("emails", .list) + one("phones", .list)
        + texts("birthday gender language time_zone")
        + texts("address.street address.postal_code address.city address.region address.country preferred_channel")
        + [Member(column: "preferred_time_days", path: ["preferred_time", "days"], form: .list)]
        + texts("preferred_time.from preferred_time.to owner.id owner.name loyalty.tier loyalty.points")
        + one("tags", .list) + one("consents", .json) + one("identifiers", .identifiers) + one("traits", .json)
        + texts("created_at")

    private static let order =
        one("customer", .identifiers)
        + texts("placed_at status currency total refunded channel expected_delivery tracking_url")
        + texts(
            [
                "given_name", "family_name", "full_name", "salutation", "birthday", "address.street",
                "address.postal_code", "address.city", "address.region", "address.country",
            ].map { "customer_details." + $0 }.joined(separator: " "))
        + ["sku", "name", "category", "quantity", "unit_price"].map {
            Member(column: "line_" + $0, path: [$0], form: .line)
        }

    private static let interaction =
        one("customer", .identifiers)
        + texts("occurred_at channel direction topic status agent.id agent.name wait_seconds duration_seconds")
        + texts("csat nps effort sentiment summary order_id")

    private static let activity =
        one("customer", .identifiers)
        + texts("occurred_at type sku name category price currency quantity query url")
}

extension JSONValue {
    fileprivate static func members(_ members: [(String, JSONValue)]) -> JSONValue {
        .object(JSONObject(members: members.map { .init(name: $0.0, value: $0.1) }))
    }
}
