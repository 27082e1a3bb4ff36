import ProfileCore

/// Builds the tree of one record from the rows it is made of, and knows what of them each member came from.
struct RecordBuilder {
    private let bound: BoundMapping
    private let rows: [MappedRow]
    private(set) var problems: [WireProblem] = []
    /// What was left out because it could not be read.
    private(set) var warnings: [WireWarning] = []
    /// By pointer; only kept when asked for, since only a rejected record needs it.
    private(set) var origins: [String: [RowOrigin]] = [:]
    private let isTracing: Bool

    init(_ bound: BoundMapping, _ rows: [MappedRow], tracing: Bool) {
        self.bound = bound
        self.rows = rows
        isTracing = tracing
    }

    mutating func record() -> JSONValue {
        var members = [JSONObject.Member(name: "kind", value: .string(bound.mapping.kind.word))]
        if let source = bound.mapping.source { members.append(.init(name: "source", value: .string(source))) }
        if bound.mapping.isPart { members.append(.init(name: "merge", value: .bool(true))) }
        members += self.members(bound.mapping.members, at: "", rows: rows[...])
        return .object(JSONObject(members: members))
    }

    private mutating func members(
        _ nodes: [(name: String, node: MappedNode)], at place: String, rows: ArraySlice<MappedRow>
    ) -> [JSONObject.Member] {
        var members: [JSONObject.Member] = []
        for (name, node) in nodes {
            if let value = value(node, at: place.appending(member: name), rows: rows) {
                members.append(JSONObject.Member(name: name, value: value))
            }
        }
        return members
    }

    private mutating func value(_ node: MappedNode, at place: String, rows: ArraySlice<MappedRow>) -> JSONValue? {
        switch node {
        case .cell(let rule): return cell(rule, at: place, rows: rows)
        case .object(let nodes):
            let members = members(nodes, at: place, rows: rows)
            return members.isEmpty ? nil : .object(JSONObject(members: members))
        case .list(let nodes):
            var elements = ElementList()
            for row in rows {
                for node in nodes { add(node, row, to: &elements, at: place) }
            }
            return elements.values.isEmpty ? nil : .array(elements.values)
        case .each(let list, let skips, let node):
            var elements: [MappedRow] = []
            for row in rows {
                elements += self.elements(of: list, in: row, at: place).filter { !bound.skips($0, by: skips) }
            }
            return value(node, at: place, rows: elements[...])
        }
    }

    /// Adds what a row gives to a list: of plain values each once; of objects those that any column gives something to.
    private mutating func add(_ node: MappedNode, _ row: MappedRow, to elements: inout ElementList, at place: String) {
        let pointer = place.appending(index: elements.values.count)
        switch node {
        case .each(let list, let skips, let node):
            for element in self.elements(of: list, in: row, at: place) where !bound.skips(element, by: skips) {
                add(node, element, to: &elements, at: place)
            }
        case _ where !hasCells(node, row):
            if isTracing { origins[place, default: []].append(bound.origin(of: node.inputs, row)) }
        case .cell(let rule):
            for value in values(rule, at: pointer, row) { elements.add(value) }
        default:
            if let value = value(node, at: pointer, rows: [row]) { elements.add(value) }
        }
    }

    private mutating func elements(of list: Column, in row: MappedRow, at place: String) -> [MappedRow] {
        let elements = bound.elements(of: list, in: row)
        guard elements.count > Mapping.maximumRows else { return elements }
        let rule = "a list of at most \(Mapping.maximumRows) elements"
        problems.append(WireProblem(pointer: place, code: .tooMany, detail: rule))
        return []
    }

    /// Whether a row has anything for the node besides constants.
    private func hasCells(_ node: MappedNode, _ row: MappedRow) -> Bool {
        switch node {
        case .list(let nodes): return nodes.contains { hasCells($0, row) }
        case .object(let nodes):
            let cells = nodes.filter { $0.node.namesColumns }
            return cells.isEmpty || cells.contains { hasCells($0.node, row) && !isConstant($0.node, row) }
        case .each(let list, _, _): return !bound.elements(of: list, in: row).isEmpty
        case .cell(let rule):
            let rule = bound.chosen(rule, row)
            guard case .columns(let columns, _) = rule.input else { return true }
            return columns.contains { !bound.values($0, row, rule.style).isEmpty } || rule.fallback != nil
                || rule.isNumbered
        }
    }

    /// Whether a condition chose what the mapping says: alone that makes no object.
    private func isConstant(_ node: MappedNode, _ row: MappedRow) -> Bool {
        guard case .cell(let rule) = node, case .constant = bound.chosen(rule, row).input else { return false }
        return true
    }

    // MARK: Cells

    private mutating func cell(_ rule: CellRule, at place: String, rows: ArraySlice<MappedRow>) -> JSONValue? {
        if rule.isSum { return sum(rule, at: place, rows: rows) }
        for row in rows {
            if let value = values(rule, at: place, row, most: 1).first { return value }
        }
        return nil
    }

    private mutating func sum(_ rule: CellRule, at place: String, rows: ArraySlice<MappedRow>) -> JSONValue? {
        var sum = DecimalSum()
        var isEmpty = true
        for row in rows {
            for value in values(rule, at: place, row) {
                guard case .string(let text) = value else { continue }
                isEmpty = false
                guard sum.add(text, rounding: rule.roundedTo != nil) else {
                    problems.append(WireProblem(pointer: place, code: .outOfRange, detail: "amounts that add up"))
                    return nil
                }
            }
        }
        return isEmpty ? nil : .string(rule.roundedTo.map { DecimalNumber.rounded(sum.text, to: $0) } ?? sum.text)
    }

    /// What a rule makes of a row: the first `most` values that it can read.
    private mutating func values(
        _ rule: CellRule, at place: String, _ row: MappedRow, most: Int = .max
    ) -> [JSONValue] {
        let rule = bound.chosen(rule, row)
        if isTracing, case .columns(let columns, _) = rule.input {
            origins[place, default: []].append(bound.origin(of: columns, row))
        }
        var values: [JSONValue] = []
        for written in bound.values(rule, row) where values.count < most {
            var reading = CellReading(rule: rule, written: written, today: bound.today)
            if let value = reading.value() { values.append(value) }
            if let problem = reading.problem { note(problem, at: place, rule) }
        }
        return values
    }

    private mutating func note(_ problem: (code: ProblemCode, detail: String), at place: String, _ rule: CellRule) {
        // More say nothing new, and a record may have many rows.
        guard problems.count < Findings.limit, warnings.count < Findings.limit else { return }
        if rule.style.leavesOutUnreadable {
            warnings.append(WireWarning(pointer: place, code: problem.code, detail: problem.detail + "; left out"))
        } else {
            problems.append(WireProblem(pointer: place, code: problem.code, detail: problem.detail))
        }
    }
}

/// The elements of a list of a record: of plain values each once.
private struct ElementList {
    private(set) var values: [JSONValue] = []
    private var plain: Set<JSONValue> = []

    mutating func add(_ value: JSONValue) {
        switch value {
        case .array(let values): values.forEach { add($0) }
        case .object: values.append(value)
        default: if plain.insert(value).inserted { values.append(value) }
        }
    }
}

extension MappedNode {
    fileprivate var namesColumns: Bool {
        switch self {
        case .cell(let rule):
            if case .columns = rule.input { true } else { false }
        case .object(let nodes): nodes.contains { $0.node.namesColumns }
        case .list(let nodes): nodes.contains { $0.namesColumns }
        case .each: true
        }
    }
}
