package import ProfileCore

/// A mapping proposed from a file's header and a sample of its values, to be edited by whoever knows the file.
///
/// No value of the file gets into it but words of short lists, such as states.
package struct MappingSuggestion {
    package let kind: RecordKind
    private let columns: [ColumnSample]
    /// The column chosen for each member, in the order of the hints.
    private var chosen: [(path: [String], column: ColumnSample)] = []

    /// `kind` is guessed when nobody says it.
    package init(header: [String], rows: [CSVRow], kind: RecordKind? = nil) {
        columns = header.enumerated().map { index, name in
            ColumnSample(name: CleanText.clean(name), values: rows.map { CleanText.clean($0.text(index)) })
        }
        self.kind = kind ?? Self.guess(columns)
        choose()
    }

    private static func guess(_ columns: [ColumnSample]) -> RecordKind {
        let names = Set(columns.map(\.plainName))
        let scores = RecordKind.allCases.map { kind in
            (kind, MemberHints.telling(kind).count { names.contains($0) })
        }
        return scores.max { $0.1 < $1.1 }?.0 ?? .customer
    }

    /// Each member takes the column with its most telling name that no other member has; the lesser hints come after.
    private mutating func choose() {
        var free = columns.filter { !$0.plainName.isEmpty && !$0.plainName.hasPrefix("rejected") }
        let hints = MemberHints.hints(kind)
        var taken: [[String]: ColumnSample] = [:]
        for rank in 0..<10 {
            for hint in hints where taken[hint.path] == nil && hint.names.indices.contains(rank) {
                guard let index = free.firstIndex(where: { $0.plainName == hint.names[rank] }) else { continue }
                taken[hint.path] = free.remove(at: index)
            }
        }
        chosen = hints.compactMap { hint in taken[hint.path].map { (hint.path, $0) } }
    }

    private func column(_ path: String) -> ColumnSample? {
        chosen.first { $0.path.joined(separator: ".") == path }?.column
    }

    // MARK: Style

    private var dates: [String] {
        var patterns: [String] = []
        for (path, column) in chosen where Self.isTime(path) {
            if let text = column.datePattern?.text, !patterns.contains(text) { patterns.append(text) }
        }
        return patterns
    }

    private static func isTime(_ path: [String]) -> Bool {
        path.last.map { $0.hasSuffix("_at") || $0 == "birthday" } ?? false
    }

    private var numbers: NumberStyle {
        let names: Set = ["quantity", "unit_price", "total", "refunded", "price"]
        let styles = chosen.filter { names.contains($0.path.last ?? "") }.compactMap(\.column.numberStyle)
        return styles.first { $0 != NumberStyle() } ?? NumberStyle()
    }

    private var nullWords: [String] {
        columns.reduce(into: Set<String>()) { $0.formUnion($1.nullWords) }.sorted()
    }

    private var isGrouped: Bool {
        kind == .order && chosen.contains { $0.path.first == "lines" } && column("id")?.isUnique == false
    }

    // MARK: The file

    /// The mapping as YAML.
    package var yaml: String {
        var lines = ["# Proposed from the header and a sample of the values: look at every line before you use it."]
        lines += ["", "kind: \(kind.word)", "source: my_\(system) # your own name for the system: a-z, 0-9 and _", ""]
        if !dates.isEmpty { lines.append("dates: " + (dates.count == 1 ? dates[0] : "[\(quoted(dates))]")) }
        if !dates.isEmpty { lines.append("time_zone: UTC # where the clocks of these times hang") }
        if numbers.decimal != "." { lines.append("decimal: \"\(numbers.decimal)\"") }
        if let thousands = numbers.thousands { lines.append("thousands: \"\(thousands)\"") }
        if !nullWords.isEmpty { lines.append("null_words: [\(quoted(nullWords))]") }
        if isGrouped, let id = column("id") {
            lines += ["", "# Rows with one value here make up one order.", "group_by: \(Self.scalar(id.name))"]
        }
        lines += ["", "record:"]
        lines += column("id") == nil ? ["  id: \"\" # which column identifies the record?"] : []
        lines += members + missing + unused
        return lines.joined(separator: "\n") + "\n"
    }

    private var system: String {
        switch kind {
        case .customer: "crm"
        case .order: "erp"
        case .interaction: "helpdesk"
        case .activity: "webshop"
        }
    }

    private var members: [String] {
        var lines: [String] = []
        var parent = ""
        for (path, column) in chosen {
            let name = Self.scalar(column.name)
            switch (path.count, path[0]) {
            case (1, "customer"): lines += ["  customer:", "    \(customerType(column)): \(name)"]
            case (1, "status"), (1, "channel"): lines += table(path[0], column)
            case (1, _): lines.append("  \(path[0]): \(name)")
            default:
                if parent != path[0] { lines.append("  \(path[0]):") }
                lines.append("    \(path[1]): \(name)")
            }
            parent = path[0]
        }
        return lines
    }

    private func customerType(_ column: ColumnSample) -> String {
        column.values.contains { $0.contains("@") } ? Identifier.email : "my_\(system)"
    }

    /// A column of few words, each with ours as far as it can be guessed.
    private func table(_ member: String, _ column: ColumnSample) -> [String] {
        guard let words = column.words else { return ["  \(member): \(Self.scalar(column.name))"] }
        return ["  \(member):", "    column: \(Self.scalar(column.name))", "    table: # their words: ours"]
            + words.map { "      \(Self.quote($0)): \(guess(member, $0))" }
    }

    private func guess(_ member: String, _ word: String) -> String {
        let lower = word.lowercased()
        if member == "channel" { return WordText.word(word) ?? "other" }
        let states: [(String, String)] =
            kind == .interaction
            ? [("clos", "resolved"), ("resol", "resolved"), ("solv", "resolved"), ("done", "resolved")]
            : [
                ("cancel", "cancelled"), ("return", "returned"), ("refund", "returned"), ("deliver", "delivered"),
                ("complet", "delivered"), ("ship", "shipped"), ("dispatch", "shipped"), ("paid", "paid"),
            ]
        return states.first { lower.contains($0.0) }?.1 ?? "open"
    }

    /// Members a record cannot do without.
    private var missing: [String] {
        let names = required.keys.sorted().filter { column($0) == nil }
        guard names.contains("status"), let returns else { return names.map(line) }
        return returns + names.filter { $0 != "status" }.map(line)
    }

    private func line(_ name: String) -> String {
        "  \(name): \(required[name] ?? "") # no column looks like it: is this right?"
    }

    /// Rows with negative quantities are goods that came back.
    private var returns: [String]? {
        guard kind == .order, let quantity = column("lines.quantity") else { return nil }
        guard quantity.values.contains(where: { $0.hasPrefix("-") }) else { return nil }
        let condition = "{column: \(Self.scalar(quantity.name)), below: 0, value: returned}"
        return ["  status:", "    value: delivered", "    when:", "      - \(condition)"]
    }

    private var required: [String: String] {
        switch kind {
        case .customer: [:]
        case .order:
            ["status": "{value: delivered}", "currency": "{value: EUR}", "placed_at": "\"\"", "customer": "{}"]
        case .interaction: ["channel": "{value: phone}", "occurred_at": "\"\"", "customer": "{}"]
        case .activity: ["type": "{value: page_viewed}", "occurred_at": "\"\"", "customer": "{}"]
        }
    }

    private var unused: [String] {
        let used = Set(chosen.map(\.column.name))
        let left = columns.map(\.name).filter { !used.contains($0) && !$0.isEmpty }
        return left.isEmpty ? [] : ["", "# Not used: " + left.joined(separator: ", ")]
    }

    private func quoted(_ words: [String]) -> String {
        words.map(Self.quote).joined(separator: ", ")
    }

    /// A word as YAML takes it for a text.
    private static func scalar(_ text: String) -> String {
        let isPlain = text.utf8.allSatisfy { ($0 | 0x20) &- 0x61 < 26 || $0 == 0x5F || $0 &- 0x30 < 10 }
        return isPlain && text.first?.isLetter == true ? text : quote(text)
    }

    private static func quote(_ text: String) -> String {
        JSONValue.string(text).jsonText
    }
}
