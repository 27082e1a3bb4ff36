package import ProfileCore

/// A mapping proposed from a file's header and a sample of its values. People who know the file edit it.
///
/// No value of the file gets into it but words of short lists, such as states. Every doubt does.
package struct MappingSuggestion: Sendable {
    package let kind: RecordKind
    let sample: FileSample
    let columns: [ColumnSample]
    let choice: MemberChoice
    let style: SuggestedStyle
    private let isGuessed: Bool
    /// What is to be known of the guess of the kind.
    let remarks: [String]
    /// The member that holds the documents as a list; nil where nothing is around them.
    private let documents: String?

    /// Without `kind`, the suggestion guesses it.
    package init(_ sample: FileSample, kind: RecordKind? = nil, documents: String? = nil) {
        self.sample = sample
        self.documents = documents
        columns = sample.header.indices.map { ColumnSample(sample, column: $0) }.filter { !$0.name.isEmpty }
        let ranking = KindRanking(columns, isJSON: sample.isJSON)
        let guess = ranking.choices.first { $0.points > 0 }?.kind ?? .customer
        self.kind = kind ?? guess
        choice = Self.choice(self.kind, columns, isJSON: sample.isJSON).filledByValues(columns)
        style = SuggestedStyle(choice, columns)
        isGuessed = kind == nil
        remarks = isGuessed ? ranking.remarks : []
    }

    package init(header: [String], rows: [CSVRow], kind: RecordKind? = nil) {
        var sample = FileSample(header: header)
        for row in rows { sample.add(row) }
        self.init(sample, kind: kind)
    }

    /// Of several lists one is gone through.
    private static func choice(_ kind: RecordKind, _ columns: [ColumnSample], isJSON: Bool) -> MemberChoice {
        let first = MemberChoice(kind, columns, isJSON: isJSON)
        guard let list = first.list else { return first }
        return MemberChoice(kind, columns.filter { $0.list == nil || $0.list == list }, isJSON: isJSON)
    }

    /// Why nothing can be proposed: no column has the name of a member. Nil if one has. An id alone does not tell the
    /// kind, so it is not enough for a guess.
    package var misfit: String? {
        guard choice.members.allSatisfy({ $0.likeness == 0 || isGuessed && $0.path == "id" }) else { return nil }
        let names = sample.isJSON ? "member of its objects" : "column of its header, which is the first line,"
        let sought = (isGuessed ? RecordKind.ofProfiles : [kind]).map { kind in
            "\(kind.word) (\(KindHints.of(kind).telling.prefix(4).joined(separator: ", ")))"
        }
        return "no \(names) has a name that records have\(isGuessed ? ", an id aside" : ""); looked for was what tells "
            + "of " + sought.joined(separator: ", ")
    }

    // MARK: What the columns mean together

    /// The system's name for its own numbers, to be replaced by the right one.
    var system: String { KindHints.of(kind).system }

    /// Whether an order is made of several rows.
    var isGrouped: Bool {
        guard kind == .order, !sample.isJSON, let id = choice.column("id") else { return false }
        return !id.isUnique && choice.members.contains { $0.path.hasPrefix("lines.") || $0.path == "total" }
    }

    /// Whether the amounts of a group's rows are parts of a total, and not the total each time.
    var isTotalInParts: Bool {
        guard isGrouped, let id = choice.column("id"), let total = choice.column("total") else { return false }
        var first: [String: String] = [:]
        for row in sample.head {
            let (key, amount) = (row.text(place(of: id)), row.text(place(of: total)))
            if let earlier = first[key], earlier != amount { return true }
            first[key] = amount
        }
        return false
    }

    /// A column with times of day that stands beside the one with the day, of the moment that the record is about.
    func clock(beside member: MemberChoice.Member) -> ColumnSample? {
        guard member.path == kind.momentField, let pattern = member.column.dates?.form.text, !pattern.contains(":"),
            pattern.contains("D")
        else { return nil }
        return columns.first { other in
            Self.clockNames.contains(other.header.plain) && !choice.members.contains { $0.column.title == other.title }
                && other.share(ValueShape.isClock) > 0.9
        }
    }

    private static let clockNames: Set<String> = [
        "time", "calltime", "ordertime", "starttime", "timeofday", "uhrzeit", "zeit", "heure", "hora", "ora", "orario",
        "tijd", "tijdstip", "godzina", "czas",
    ]

    private func place(of column: ColumnSample) -> Int {
        let twins = sample.header.indices.filter { CleanText.clean(sample.header[$0]) == column.title }
        return twins[(column.nth ?? 1) - 1]
    }
}

extension MappingSuggestion {
    /// The mapping as YAML.
    package var yaml: String {
        let names = sample.isJSON ? "the names of members" : "the header"
        var lines = ["# Proposed from \(names) and a sample of the values: look at every line before you use it."]
        lines += remarks + (sample.count == 0 ? [Self.unseen] : []) + [""] + form
        lines += ["kind: \(kind.word)", "source: my_\(system) # your own name for the system: a-z, 0-9 and _", ""]
        lines += dates + numbers
        if !style.nullWords.isEmpty { lines.append("null_words: [\(Self.quoted(style.nullWords))]") }
        if isGrouped, let id = choice.column("id") {
            lines += ["", "# Rows with one value here make up one order.", "group_by: \(Self.scalar(id.name))"]
        }
        lines += ["", "record:"]
        lines += (choice.column("id") == nil ? [Self.numbered] : []) + members + missing + unused
        return lines.joined(separator: "\n") + "\n"
    }

    /// What tells files of JSON, and where in them the documents are.
    private var form: [String] {
        guard sample.isJSON else { return [] }
        return ["format: json"] + (documents.map(list) ?? [])
    }

    private func list(_ name: String) -> [String] {
        ["documents: \(Self.scalar(name)) # what stands beside this list is not read"]
    }

    private static let unseen = "# There is no row below the header: nobody saw how dates and numbers are written."

    private static let numbered = """
          # No column tells records apart. The line's number does, as long as lines are only added at the end.
          id: {line_number: true}
        """

    private var dates: [String] {
        guard let pattern = style.pattern else { return [] }
        let texts = texts(of: pattern)
        var line = "dates: " + (texts.count == 1 ? texts[0] : "[\(Self.quoted(texts))]")
        if !style.otherPatterns.isEmpty {
            line += " # DOUBT: \(style.otherPatterns.joined(separator: " or ")) fits all values just as well"
        }
        let hasClocks = choice.members.contains { $0.hint.shape == .time && !$0.path.hasSuffix("birthday") }
        return [line] + (hasClocks ? ["time_zone: UTC # where the clocks of these times hang"] : [])
    }

    /// A day with the clock of the column beside it, where there is one.
    private func texts(of pattern: DatePattern) -> [String] {
        let members = choice.members.filter { $0.hint.shape == .time && style.dates($0.path)?.form == pattern }
        let joined = members.first { $0.path == kind.momentField }
        guard let clock = joined.flatMap({ clock(beside: $0) }) else { return [pattern.text] }
        let hasSeconds = clock.values.contains { $0.text.split(separator: ":").count == 3 }
        return [pattern.text + (hasSeconds ? " hh:mm:ss" : " hh:mm")] + (members.count > 1 ? [pattern.text] : [])
    }

    private var numbers: [String] {
        var lines: [String] = []
        if style.number.decimal != "." { lines.append("decimal: \"\(style.number.decimal)\"") }
        if let thousands = style.number.thousands { lines.append("thousands: \"\(thousands)\"") }
        if !style.otherStyles.isEmpty {
            let examples = style.otherStyles.map(\.example).joined(separator: " or ")
            lines.append("# DOUBT: numbers are read as \(style.number.example); all fit \(examples) just as well")
        }
        return lines
    }

    // MARK: Members

    private var members: [String] {
        var lines: [String] = []
        var parent = ""
        for member in choice.members {
            let path = member.hint.path
            if path.count == 2, parent != path[0] {
                lines.append("  \(path[0]):")
                if let list = member.column.list { lines.append("    for_each: \(Self.scalar(list))") }
            }
            parent = path[0]
            let indent = path.count == 2 ? "    " : "  "
            let line = SuggestedMember(member, in: self)
            lines += line.lines.map { indent + $0 }
        }
        return lines
    }

    /// Members a record cannot do without.
    private var missing: [String] {
        var names = required.keys.sorted().filter { name in
            !choice.members.contains { $0.hint.path[0] == name }
        }
        // A contact or a promise about an order is filed with the order's customer.
        let goesWithOrder = kind == .interaction || kind == .promise
        if goesWithOrder, choice.column("order_id") != nil { names.removeAll { $0 == "customer" } }
        guard names.contains("status"), let returns else { return names.map(line) }
        return returns + names.filter { $0 != "status" }.map(line)
    }

    private func line(_ name: String) -> String {
        "  \(name): \(required[name] ?? "") # no column looks like it: is this right?"
    }

    /// Rows with negative quantities are goods that came back.
    private var returns: [String]? {
        guard kind == .order, let quantity = choice.column("lines.quantity") else { return nil }
        guard quantity.values.contains(where: { $0.text.hasPrefix("-") }) else { return nil }
        let condition = "{column: \(Self.scalar(quantity.name)), below: 0, value: returned}"
        return ["  status:", "    value: delivered", "    when:", "      - \(condition)"]
    }

    /// What is written for members without a column.
    private var required: [String: String] {
        var values = KindHints.of(kind).standards
        if values["currency"] != nil { values["currency"] = "{value: \(currency)}" }
        if let moment = kind.momentField { values[moment] = "\"\"" }
        if kind.subject == .customer { values[RecordKind.customerMember] = "{}" }
        return values
    }

    /// As a header such as `Total (USD)` says.
    private var currency: String {
        columns.lazy.compactMap { CurrencyWord.of($0.name) }.first ?? "EUR"
    }

    private var unused: [String] {
        var used = Set(choice.members.map { Place($0.column) })
        for member in choice.members {
            if let clock = clock(beside: member) { used.insert(Place(clock)) }
        }
        let left = columns.filter { !used.contains(Place($0)) }.map { column in
            Self.scalar(column.title) + (column.nth.map { " (nth: \($0))" } ?? "")
        }
        return left.isEmpty ? [] : ["", "# Not used: " + left.joined(separator: ", ")]
    }

    private struct Place: Hashable {
        let name: String
        let nth: Int?

        init(_ column: ColumnSample) {
            (name, nth) = (column.title, column.nth)
        }
    }

    // MARK: Words of YAML

    static func quoted(_ words: [String]) -> String {
        words.map(quote).joined(separator: ", ")
    }

    /// A word as YAML takes it for a text.
    static func scalar(_ text: String) -> String {
        let isPlain = text.utf8.allSatisfy { ($0 | 0x20) &- 0x61 < 26 || $0 == 0x5F || $0 &- 0x30 < 10 }
        let isWord = !["null", "true", "false", "yes", "no", "on", "off", "y", "n"].contains(text.lowercased())
        return isPlain && isWord && text.first?.isLetter == true ? text : quote(text)
    }

    static func quote(_ text: String) -> String {
        JSONValue.string(text).jsonText
    }
}
