package import ProfileCore

/// Records of one kind as the rows of a table, which the mapping beside it turns back into the same records.
///
/// Every member has a column; lists stand in one cell with `|` between their values, and what no cell could hold as JSON.
/// An order has a row for each of its lines.
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
        var lines = [
            "# Takes in what clientele export --kind \(kind.pathSegment) --format csv writes.",
            "kind: \(kind.word)",
            "source: {column: source}",
            "guarded_cells: true",
        ]
        if kind == .order { lines.append("group_by: [source, id]") }
        lines += ["record:", "  id: id", "  updated_at: updated_at"]
        lines += self.lines(of: members.filter { $0.form != .line }.map { ($0.path[...], $0) }, indent: "  ")
        let parts = members.filter { $0.form == .line }
        if !parts.isEmpty {
            lines.append("  lines:")
            lines += parts.map { "    \($0.path[0]): \($0.column)" }
        }
        return lines.joined(separator: "\n") + "\n"
    }

    private func lines(of members: [(path: ArraySlice<String>, member: Member)], indent: String) -> [String] {
        var lines: [String] = []
        var done: Set<String> = []
        for (path, member) in members {
            guard let name = path.first, done.insert(name).inserted else { continue }
            if path.count == 1 {
                lines.append("\(indent)\(name): \(spec(member))")
            } else {
                let inner = members.filter { $0.path.first == name }.map { ($0.path.dropFirst(), $0.member) }
                lines.append("\(indent)\(name):")
                lines += self.lines(of: inner, indent: indent + "  ")
            }
        }
        return lines
    }

    private func spec(_ member: Member) -> String {
        switch member.form {
        case .text, .line: member.column
        case .list: "{column: \(member.column), format: list}"
        case .json: "{column: \(member.column), format: json}"
        case .identifiers: "{column: \(member.column), format: identifiers}"
        }
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
