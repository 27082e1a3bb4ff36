package import ProfileCore

/// One record of a mapping laid on what its rows are made of: the header of a table, or the members of JSON.
package final class BoundMapping: Sendable {
    package let mapping: RecordMapping
    /// No birthday lies after it.
    let today: Day
    let layout: RowLayout

    /// Of a table.
    ///
    /// - Throws: every column that the file does not have, or has twice, with what may have been meant.
    package init(_ mapping: Mapping, header: [String], today: Day) throws(WireRejection) {
        guard mapping.records.count == 1, let mapping = mapping.records.first, !mapping.goesThroughLists else {
            throw WireRejection(problems: [Self.notForTables])
        }
        self.mapping = mapping
        self.today = today
        let names = header.map(CleanText.clean)
        var problems: [WireProblem] = []
        let places = mapping.columns.map { column in
            let found = names.indices.filter { names[$0] == CleanText.clean(column.name) }
            let isThere = column.nth.map { $0 <= found.count } ?? !found.isEmpty
            if !isThere, !mapping.optionalColumns.contains(column.name) {
                problems.append(found.isEmpty ? Self.missing(column.name, among: names) : Self.few(column, found.count))
            } else if found.count > 1, column.nth == nil {
                problems.append(Self.ambiguous(column.name, found.count))
            }
            return isThere ? found[(column.nth ?? 1) - 1] : -1
        }
        if !problems.isEmpty { throw WireRejection(problems: problems) }
        layout = .table(places, originalLine: names.firstIndex(of: Self.originalLineColumn))
    }

    /// Of JSON: the columns of the mapping are paths.
    ///
    /// - Throws: every column that is no path, or cannot be meant.
    init(_ mapping: RecordMapping, today: Day) throws(WireRejection) {
        self.mapping = mapping
        self.today = today
        var problems: [WireProblem] = []
        let paths = mapping.columns.compactMap { column -> MemberPath? in
            let path = MemberPath(column.name)
            if path == nil || column.nth != nil { problems.append(Self.noPath(column)) }
            return path
        }
        for (place, column) in mapping.elementCells where paths.indices.contains(column.slot) {
            if paths[column.slot].isList, problems.isEmpty { problems.append(Self.needsForEach(place, column)) }
        }
        if !problems.isEmpty { throw WireRejection(problems: problems) }
        layout = .tree(paths)
    }

    private static let notForTables = WireProblem(
        pointer: "", code: .notAllowed, detail: "records and for_each are for JSON; a row of a table is one record")

    private static func noPath(_ column: ColumnName) -> WireProblem {
        let rule = column.nth == nil ? MemberPath.rule : "a path, where nth means nothing; say which element: [0]"
        return WireProblem(pointer: "", code: .notAllowed, detail: "\"\(column.name)\": \(rule)")
    }

    private static func needsForEach(_ place: String, _ column: Column) -> WireProblem {
        WireProblem(
            pointer: place, code: .notAllowed,
            detail: "\"\(column.name)\" goes through a list: let for_each name it, and the path begin at its elements")
    }

    /// What the column with the line's number is called in a file of rejected lines.
    package static let originalLineColumn = "rejected_line"

    private static func few(_ column: ColumnName, _ count: Int) -> WireProblem {
        let columns = count == 1 ? "1 column" : "\(count) columns"
        return WireProblem(
            pointer: "", code: .missing,
            detail: "the file has \(columns) \"\(column.name)\", and nth asks for number \(column.nth ?? 1)")
    }

    private static func ambiguous(_ name: String, _ count: Int) -> WireProblem {
        WireProblem(
            pointer: "", code: .notUnique, detail: "the file has \(count) columns \"\(name)\"; say which with nth: 1")
    }

    private static func missing(_ column: String, among names: [String]) -> WireProblem {
        let hint = NearMiss.suggestion(for: column, among: names).map { "; did you mean \"\($0)\"?" }
        let listed = names.prefix(40).map { "\"\($0)\"" }.joined(separator: ", ")
        return WireProblem(
            pointer: "", code: .missing,
            detail: "the file has no column \"\(column)\"" + (hint ?? "; it has \(listed)"))
    }

    /// What rows of one record have in common; nil when the row is empty there.
    func groupKey(of row: MappedRow) -> [UInt8]? {
        var key: [UInt8] = []
        var isEmpty = true
        for column in mapping.groupBy {
            let text = text(column, row, mapping.style)
            isEmpty = isEmpty && text.isEmpty
            key.append(contentsOf: text.utf8)
            key.append(0)
        }
        return isEmpty ? nil : key
    }

    /// Whether conditions leave this row out: all that stand together hold.
    func skips(_ row: MappedRow, by skips: [[RowCondition]]) -> Bool {
        skips.contains { conditions in conditions.allSatisfy { holds($0, row, mapping.style) } }
    }

    /// Of several values one is enough, and none may be what they must not be.
    func holds(_ condition: RowCondition, _ row: MappedRow, _ style: CellStyle) -> Bool {
        let holds = { (value: WrittenValue) in
            condition.holds(condition.isSlug ? WordText.slug(value.text) : value.text) {
                self.number(value, style).flatMap(Double.init)
            }
        }
        if condition.list == nil, let value = soleValue(condition.column, row, style) { return holds(value) }
        let values = values(of: condition, row, style)
        if values.isEmpty, condition.list == nil { return holds(.nothing) }
        if case .notAmong = condition.test { return values.allSatisfy(holds) }
        return values.contains(where: holds)
    }

    /// What a condition looks at: where it goes through a list, each element counts, also one that says nothing.
    private func values(of condition: RowCondition, _ row: MappedRow, _ style: CellStyle) -> [WrittenValue] {
        guard let list = condition.list else { return values(condition.column, row, style) }
        return elements(of: list, in: row).filter { !skips($0, by: condition.skips) }.flatMap { element in
            let found = values(condition.column, element, style)
            return found.isEmpty ? [.nothing] : found
        }
    }

    /// The case of a rule that holds in a row, or the rule itself.
    func chosen(_ rule: CellRule, _ row: MappedRow) -> CellRule {
        for each in rule.cases where each.conditions.allSatisfy({ holds($0, row, rule.style) }) { return each.rule }
        return rule
    }

    private func number(_ value: WrittenValue, _ style: CellStyle) -> String? {
        value.form == .number ? value.text : style.numbers.json(value.text)
    }

    // MARK: What stands in a row

    /// The first text that stands in a column; empty when nothing does.
    func text(_ column: Column, _ row: MappedRow, _ style: CellStyle) -> String {
        values(column, row, style).first?.text ?? ""
    }

    /// What stands in a column, texts without blanks at their ends: nothing when it is empty, a null word or not there,
    /// and several values when its path goes through a list.
    func values(_ column: Column, _ row: MappedRow, _ style: CellStyle) -> [WrittenValue] {
        switch (row, layout) {
        case (.cells(let row), .table(let places, _)):
            let text = CleanText.clean(row.text(places[column.slot]))
            let plain = style.isGuarded ? FormulaGuard.unguarded(text) : FormulaGuard.literal(text)
            return plain.isEmpty || style.nullWords.contains(plain) ? [] : [WrittenValue(plain)]
        case (.element(let row), .tree(let paths)):
            let isSaid = { (written: WrittenValue) in
                !written.text.isEmpty && !style.nullWords.contains(written.text)
            }
            guard !paths[column.slot].isList else {
                return paths[column.slot].values(in: row).map(WrittenValue.init).filter(isSaid)
            }
            guard let value = paths[column.slot].value(in: row) else { return [] }
            let written = WrittenValue(value)
            return isSaid(written) ? [written] : []
        case (.cells, .tree), (.element, .table): return []
        }
    }

    /// What stands where the path of a column leads, `nothing` included; nil where it may lead to several places. Most
    /// lead to one, and need no list of values.
    private func soleValue(_ column: Column, _ row: MappedRow, _ style: CellStyle) -> WrittenValue? {
        guard case .element(let row) = row, case .tree(let paths) = layout, !paths[column.slot].isList else {
            return nil
        }
        guard let value = paths[column.slot].value(in: row) else { return .nothing }
        let written = WrittenValue(value)
        return style.nullWords.contains(written.text) ? .nothing : written
    }

    /// The same of what a rule reads; nil where it may be put together of several, or is made into a word.
    func soleValue(_ rule: CellRule, _ row: MappedRow) -> WrittenValue? {
        guard case .columns(let columns, nil) = rule.input, columns.count == 1, !rule.isNumbered, !rule.isSlug else {
            return nil
        }
        return soleValue(columns[0], row, rule.style)
    }

    /// Whether anything stands in a column.
    func says(_ column: Column, _ row: MappedRow, _ style: CellStyle) -> Bool {
        soleValue(column, row, style).map { !$0.text.isEmpty } ?? !values(column, row, style).isEmpty
    }

    /// What a rule reads of a row, never nothing: a constant, or what stands in its columns, with the line's number if
    /// it asks for it. One column whose path goes through a list gives as many values as that has, unless they are
    /// joined.
    func values(_ rule: CellRule, _ row: MappedRow) -> [WrittenValue] {
        let written = written(rule, row)
        return rule.isSlug ? written.map { WrittenValue(WordText.slug($0.text)) } : written
    }

    private func written(_ rule: CellRule, _ row: MappedRow) -> [WrittenValue] {
        switch rule.input {
        case .constant(let text): return [WrittenValue(text)]
        case .columns(let columns, _) where rule.takesFirst:
            for column in columns {
                let found = values(column, row, rule.style)
                if !found.isEmpty { return found }
            }
            return [.nothing]
        case .columns(let columns, let separator):
            let found = columns.flatMap { values($0, row, rule.style) }
            if columns.count == 1, separator == nil, !rule.isNumbered { return found.isEmpty ? [.nothing] : found }
            let parts = found.map(\.text) + (rule.isNumbered ? [lineNumber(of: row)] : [])
            let isTree = found.contains { $0.form == .tree }
            return [WrittenValue(parts.joined(separator: separator ?? " "), isTree ? .tree : .text)]
        }
    }

    /// What stands in a column as JSON; of a table, what a cell writes as JSON, and its text otherwise.
    func trees(_ column: Column, _ row: MappedRow) -> [JSONValue] {
        if case (.element(let row), .tree(let paths)) = (row, layout) { return paths[column.slot].values(in: row) }
        return values(column, row, mapping.style).map { written in
            (try? JSONReader.parse(Array(written.text.utf8))) ?? .string(written.text)
        }
    }

    /// Whether a document says of a member that it is nothing: null, or a text without anything in it. A cell that is
    /// empty says nothing.
    func empties(_ node: MappedNode, _ row: MappedRow) -> Bool {
        guard case (.element(let row), .tree(let paths)) = (row, layout) else { return false }
        switch node {
        case .cell(let rule):
            // Where a condition chose something else, the member that is empty says nothing of this one.
            guard case .columns(let columns, _) = chosen(rule, .element(row)).input else { return false }
            return columns.contains { paths[$0.slot].isEmptied(in: row) }
        case .list(let nodes): return nodes.contains { empties($0, .element(row)) }
        case .object, .each, .spread: return false
        }
    }

    /// The row's line in the file it first stood in.
    private func lineNumber(of row: MappedRow) -> String {
        guard case (.cells(let cells), .table(_, let place?)) = (row, layout) else { return String(row.line) }
        let original = cells.text(place)
        return Int(original) == nil ? String(row.line) : original
    }

    /// The element of a list that is no object, where the node reads members of objects; nil for every other.
    func misfit(_ element: MappedRow, for node: MappedNode) -> ElementRow? {
        guard case (.element(let row), .tree(let paths)) = (element, layout) else { return nil }
        if case .object = row.element { return nil }
        let own = node.inputs.map { paths[$0.slot] }.filter { !$0.isRooted }
        return !own.isEmpty && own.allSatisfy { $0.misses(row.element) } ? row : nil
    }

    /// How many elements of lists the paths of a rule pass over, since they are no objects.
    func missed(by rule: CellRule, in row: MappedRow) -> Int {
        guard case (.element(let row), .tree(let paths)) = (row, layout), case .columns(let columns, _) = rule.input
        else { return 0 }
        return columns.reduce(0) { $0 + paths[$1.slot].missed(in: row) }
    }

    /// The elements of the list that `column` leads to, each a row of its own.
    func elements(of column: Column, in row: MappedRow) -> [MappedRow] {
        guard case (.element(let row), .tree(let paths)) = (row, layout) else { return [] }
        let path = paths[column.slot]
        let rows = path.rows(in: row)
        // `line_items` stands for the list as well as for its elements.
        let elements = path.steps.last == .each ? rows : rows.flatMap { MemberPath.elements.rows(in: $0) }
        return elements.map { .element($0) }
    }
}

extension BoundMapping {
    /// The record that the rows make up, judged by the same rules as every other.
    func decode(_ rows: [MappedRow], by decoder: RecordDecoder) -> Result<DecodedRecord, RowRejection> {
        tree(of: rows).flatMap { tree in
            decode(tree.value, by: decoder).map { decoded in
                guard !tree.warnings.isEmpty else { return decoded }
                return DecodedRecord(record: decoded.record, warnings: tree.warnings + decoded.warnings)
            }.mapError { rejection(of: rows, for: $0.problems) }
        }
    }

    /// Amounts of a part that no currency goes with are what cannot be read of it.
    private func decode(_ value: JSONValue, by decoder: RecordDecoder) -> RecordDecoder.Outcome {
        let outcome = decoder.decode(line: value)
        guard mapping.style.leavesOutUnreadable, case .failure(let rejection) = outcome, rejection.lacksCurrencyAlone
        else { return outcome }
        return decoder.decode(withoutAmounts: value)
    }

    /// The record that the rows make up as one JSON object, not judged beyond what the cells tell, and what was left
    /// out of it.
    func json(_ rows: [MappedRow]) -> Result<(bytes: [UInt8], warnings: [WireWarning]), RowRejection> {
        tree(of: rows).map { tree in
            var json = JSONWriter()
            json.value(tree.value)
            return (json.bytes, tree.warnings)
        }
    }

    /// What is wrong with the record, placed in the rows it was made of.
    func rejection(of rows: [MappedRow], for problems: [WireProblem]) -> RowRejection {
        var builder = RecordBuilder(self, rows, .tracing)
        _ = builder.record()
        let placed = problems.map { place($0, builder.origins, rows) }
        return RowRejection(problems: placed)
    }

    private func tree(of rows: [MappedRow]) -> Result<(value: JSONValue, warnings: [WireWarning]), RowRejection> {
        if let flaw = differentCustomers(rows) { return .failure(flaw) }
        var builder = RecordBuilder(self, rows, .hoping)
        var value = builder.record()
        if !builder.problems.isEmpty || !builder.warnings.isEmpty {
            builder = RecordBuilder(self, rows, .placing)
            value = builder.record()
        }
        guard builder.problems.isEmpty else { return .failure(rejection(of: rows, for: builder.problems)) }
        return .success((value, builder.warnings))
    }

    /// Rows of one record must be about one customer.
    private func differentCustomers(_ rows: [MappedRow]) -> RowRejection? {
        guard rows.count > 1, let customer = mapping.members.first(where: { $0.name == "customer" })?.node else {
            return nil
        }
        for column in customer.inputs {
            var first: String?
            for row in rows {
                let text = text(column, row, mapping.style)
                guard !text.isEmpty else { continue }
                if let first, first != text {
                    let detail = "rows of one \(mapping.kind.word) name different customers"
                    let problem = WireProblem(pointer: "/customer", code: .mismatch, detail: detail)
                    return RowRejection(problems: [.init(problem, origin(of: [column], row))])
                }
                first = text
            }
        }
        return nil
    }

    private func place(
        _ problem: WireProblem, _ origins: [String: [RowOrigin]], _ rows: [MappedRow]
    ) -> RowRejection.Placed {
        let below = problem.pointer + "/"
        let found =
            origins[problem.pointer] ?? longestPrefix(of: problem.pointer, in: origins)
            ?? origins.filter { $0.key.hasPrefix(below) }.sorted { $0.key < $1.key }.flatMap(\.value)
        var origin = RowOrigin(line: found.first?.line ?? rows.first?.line ?? 0)
        for other in found { origin.add(other) }
        return .init(problem, origin)
    }

    /// What the columns are in a row.
    func origin(of columns: [Column], _ row: MappedRow) -> RowOrigin {
        switch (row, layout) {
        case (.element(let element), .tree(let paths)):
            let pointers = columns.flatMap { paths[$0.slot].pointers(in: element) }
            return RowOrigin(line: row.line, pointers: pointers)
        default: return RowOrigin(line: row.line, columns: columns.map(\.name))
        }
    }

    private func longestPrefix(
        of pointer: String, in origins: [String: [RowOrigin]]
    ) -> [RowOrigin]? {
        origins.filter { pointer.hasPrefix($0.key + "/") }.max { $0.key.utf8.count < $1.key.utf8.count }?.value
    }
}
