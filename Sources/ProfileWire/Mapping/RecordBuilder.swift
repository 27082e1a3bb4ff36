import ProfileCore

/// Builds the tree of one record from the rows it is made of, and knows which cells each member came from.
struct RecordBuilder {
    /// The cells behind a member.
    struct Origin: Hashable {
        let line: Int
        let columns: [String]
    }

    private let bound: BoundMapping
    private let rows: [CSVRow]
    private(set) var problems: [WireProblem] = []
    /// What was left out because it could not be read.
    private(set) var warnings: [WireWarning] = []
    /// By pointer; only kept when asked for, since only a rejected record needs it.
    private(set) var origins: [String: [Origin]] = [:]
    private let isTracing: Bool

    init(_ bound: BoundMapping, _ rows: [CSVRow], tracing: Bool) {
        self.bound = bound
        self.rows = rows
        isTracing = tracing
    }

    mutating func record() -> JSONValue {
        var members = [JSONObject.Member(name: "kind", value: .string(bound.mapping.kind.word))]
        if let source = bound.mapping.source { members.append(.init(name: "source", value: .string(source))) }
        members += self.members(bound.mapping.members, at: "", rows: rows[...])
        return .object(JSONObject(members: members))
    }

    private mutating func members(
        _ nodes: [(name: String, node: MappedNode)], at place: String, rows: ArraySlice<CSVRow>
    ) -> [JSONObject.Member] {
        var members: [JSONObject.Member] = []
        for (name, node) in nodes {
            if let value = value(node, at: place.appending(member: name), rows: rows) {
                members.append(JSONObject.Member(name: name, value: value))
            }
        }
        return members
    }

    private mutating func value(_ node: MappedNode, at place: String, rows: ArraySlice<CSVRow>) -> JSONValue? {
        switch node {
        case .cell(let rule): return cell(rule, at: place, rows: rows)
        case .object(let nodes):
            let members = members(nodes, at: place, rows: rows)
            return members.isEmpty ? nil : .object(JSONObject(members: members))
        case .list(let nodes):
            let elements = elements(nodes, at: place, rows: rows)
            return elements.isEmpty ? nil : .array(elements)
        }
    }

    /// Of plain values each once; of objects those that any column gives something to.
    private mutating func elements(
        _ nodes: [MappedNode], at place: String, rows: ArraySlice<CSVRow>
    ) -> [JSONValue] {
        var elements: [JSONValue] = []
        for index in rows.indices {
            for node in nodes {
                let pointer = place.appending(index: elements.count)
                guard hasCells(node, rows[index]) else {
                    if isTracing {
                        origins[place, default: []].append(
                            Origin(line: rows[index].line, columns: node.inputs.map(\.name)))
                    }
                    continue
                }
                guard let value = value(node, at: pointer, rows: rows[index...index]) else { continue }
                let several = if case .array(let values) = value { values } else { [value] }
                for element in several where element.isObject || !elements.contains(element) {
                    elements.append(element)
                }
            }
        }
        return elements
    }

    /// Whether a row has anything for the node besides constants.
    private func hasCells(_ node: MappedNode, _ row: CSVRow) -> Bool {
        switch node {
        case .list(let nodes): return nodes.contains { hasCells($0, row) }
        case .object(let nodes):
            let cells = nodes.filter { $0.node.namesColumns }
            return cells.isEmpty || cells.contains { hasCells($0.node, row) }
        case .cell(let rule):
            guard case .columns(let columns, _) = rule.input else { return true }
            return columns.contains { !bound.text($0, row, rule.style).isEmpty } || rule.fallback != nil
                || rule.isNumbered
        }
    }

    // MARK: Cells

    private mutating func cell(_ rule: CellRule, at place: String, rows: ArraySlice<CSVRow>) -> JSONValue? {
        if rule.isSum { return sum(rule, at: place, rows: rows) }
        for row in rows {
            if let value = cell(rule, at: place, row) { return value }
        }
        return nil
    }

    private mutating func sum(_ rule: CellRule, at place: String, rows: ArraySlice<CSVRow>) -> JSONValue? {
        var sum = DecimalSum()
        var isEmpty = true
        for row in rows {
            guard case .string(let text)? = cell(rule, at: place, row) else { continue }
            isEmpty = false
            guard sum.add(text) else {
                problems.append(WireProblem(pointer: place, code: .outOfRange, detail: "amounts that add up"))
                return nil
            }
        }
        return isEmpty ? nil : .string(sum.text)
    }

    private mutating func cell(_ rule: CellRule, at place: String, _ row: CSVRow) -> JSONValue? {
        let rule = rule.cases.first { $0.conditions.allSatisfy { bound.holds($0, row, rule.style) } }?.rule ?? rule
        if isTracing, case .columns(let columns, _) = rule.input {
            origins[place, default: []].append(Origin(line: row.line, columns: columns.map(\.name)))
        }
        var reading = CellReading(rule: rule, text: bound.text(rule, row), today: bound.today)
        let value = reading.value()
        if let problem = reading.problem { note(problem, at: place, rule) }
        return value
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

extension JSONValue {
    fileprivate var isObject: Bool {
        if case .object = self { true } else { false }
    }
}

extension MappedNode {
    fileprivate var namesColumns: Bool {
        switch self {
        case .cell(let rule):
            if case .columns = rule.input { true } else { false }
        case .object(let nodes): nodes.contains { $0.node.namesColumns }
        case .list(let nodes): nodes.contains { $0.namesColumns }
        }
    }
}
