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
    private let diligence: Diligence
    /// The currency that the rows state. It is looked up when the first amount with a sign comes.
    private var currency: String??
    private var isTracing: Bool { diligence == .tracing }

    /// How much is to be known of where a record has its members from.
    enum Diligence {
        /// Problems have no places, and the caller builds the record again when there is one. Most records have none.
        case hoping
        /// Problems name their places in the record.
        case placing
        /// The builder also notes where in the rows each member came from.
        case tracing
    }

    init(_ bound: BoundMapping, _ rows: [MappedRow], _ diligence: Diligence) {
        self.bound = bound
        self.rows = rows
        self.diligence = diligence
    }

    private func pointer(_ place: String, member name: String) -> String {
        diligence == .hoping ? place : place.appending(member: name)
    }

    private func pointer(_ place: String, index: Int) -> String {
        diligence == .hoping ? place : place.appending(index: index)
    }

    mutating func record() -> JSONValue {
        var members = [JSONObject.Member(name: "kind", value: .string(bound.mapping.kind.word))]
        if let source = bound.mapping.source { members.append(.init(name: "source", value: .string(source))) }
        members += bound.mapping.scope.members
        members += self.members(bound.mapping.members, at: "", rows: rows[...])
        return .object(JSONObject(members: members))
    }

    private mutating func members(
        _ nodes: [(name: String, node: MappedNode)], at place: String, rows: ArraySlice<MappedRow>
    ) -> [JSONObject.Member] {
        var members: [JSONObject.Member] = []
        for (name, node) in nodes {
            if case .spread(let rule) = node {
                spread(rule, over: &members, at: place, rows: rows)
            } else if let value = value(node, at: pointer(place, member: name), rows: rows) {
                members.append(JSONObject.Member(name: name, value: value))
            } else if bound.mapping.isPart, rows.contains(where: { bound.empties(node, $0) }) {
                members.append(JSONObject.Member(name: name, value: .null))
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
                if let misfit = bound.misfit(row, for: node) {
                    add(misfit, for: nodes[0], to: &elements, at: place)
                } else {
                    for node in nodes { add(node, row, to: &elements, at: place) }
                }
            }
            return elements.values.isEmpty ? nil : .array(elements.values)
        case .each(let list, let skips, let node):
            var elements: [MappedRow] = []
            for row in rows {
                for element in self.elements(of: list, in: row, at: place) where !bound.skips(element, by: skips) {
                    if !node.isList, let misfit = bound.misfit(element, for: node) {
                        noteMisfit(misfit, for: node, at: place)
                    } else {
                        elements.append(element)
                    }
                }
            }
            return value(node, at: place, rows: elements[...])
        case .spread: return nil
        }
    }

    /// Adds what a row gives to a list: of plain values each once; of objects those that any column gives something to.
    private mutating func add(_ node: MappedNode, _ row: MappedRow, to elements: inout ElementList, at place: String) {
        let pointer = pointer(place, index: elements.values.count)
        switch node {
        case .each(let list, let skips, let node):
            for element in self.elements(of: list, in: row, at: place) where !bound.skips(element, by: skips) {
                if let misfit = bound.misfit(element, for: node) {
                    add(misfit, for: node, to: &elements, at: place)
                } else {
                    add(node, element, to: &elements, at: place)
                }
            }
        case _ where !hasCells(node, row):
            if case .cell(let rule) = node { noteMissed(bound.chosen(rule, row), row, at: pointer) }
            if isTracing { origins[place, default: []].append(bound.origin(of: node.inputs, row)) }
        case .cell(let rule):
            for value in values(rule, at: pointer, row) { elements.add(value) }
        default:
            if let value = value(node, at: pointer, rows: [row]) { elements.add(value) }
        }
    }

    // MARK: Elements that are no objects

    /// Where the record has objects, the element stays as it is: the record's decoder decides what it costs.
    private mutating func add(
        _ misfit: ElementRow, for node: MappedNode, to elements: inout ElementList, at place: String
    ) {
        guard case .object = node else { return noteMisfit(misfit, for: node, at: place) }
        if isTracing {
            let origin = RowOrigin(line: misfit.number, pointers: [misfit.pointer])
            origins[place.appending(index: elements.values.count), default: []].append(origin)
        }
        elements.append(misfit.element)
    }

    private mutating func noteMisfit(_ misfit: ElementRow, for node: MappedNode, at place: String) {
        guard case .cell(let rule) = node else { return noteMisfit(misfit.element.kindInWords, nil, at: place) }
        if isTracing {
            origins[place, default: []].append(RowOrigin(line: misfit.number, pointers: [misfit.pointer]))
        }
        noteMisfit(misfit.element.kindInWords, rule, at: place)
    }

    private mutating func noteMissed(_ rule: CellRule, _ row: MappedRow, at place: String) {
        if bound.missed(by: rule, in: row) > 0 { noteMisfit("something else", rule, at: place) }
    }

    /// An amount that is missing makes a sum wrong; anything else is left out.
    private mutating func noteMisfit(_ found: String, _ rule: CellRule?, at place: String) {
        guard warnings.count < Findings.limit, problems.count < Findings.limit else { return }
        let detail = "elements of the list should be objects, and one is \(found)"
        if let rule, rule.isSum, !rule.style.leavesOutUnreadable {
            problems.append(WireProblem(pointer: place, code: .wrongType, detail: detail))
        } else {
            warnings.append(WireWarning(pointer: place, code: .wrongType, detail: detail + "; left out"))
        }
    }

    // MARK: Names of the file's choice

    /// Adds the members that rows name; those that the mapping names stay as they are.
    private mutating func spread(
        _ rule: SpreadRule, over members: inout [JSONObject.Member], at place: String, rows: ArraySlice<MappedRow>
    ) {
        var gathered = NamedValues(members, isRepeatable: rule.isRepeatable)
        for row in rows {
            if isTracing { origins[place, default: []].append(bound.origin(of: rule.columns, row)) }
            switch rule.origin {
            case .objects(let columns, let without):
                for value in columns.flatMap({ bound.trees($0, row) }) {
                    guard case .object(let object) = value else {
                        problems.append(WireProblem(pointer: place, code: .wrongType, detail: "an object is expected"))
                        continue
                    }
                    for member in object.members where !without.contains(member.name) {
                        gathered.add(member.name, member.value)
                    }
                }
            case .list(let list, let skips, let name, let value):
                for element in elements(of: list, in: row, at: place) where !bound.skips(element, by: skips) {
                    add(name, value, element, to: &gathered, at: place)
                }
            }
        }
        members = gathered.members
    }

    private mutating func add(
        _ name: CellRule, _ value: CellRule, _ element: MappedRow, to gathered: inout NamedValues, at place: String
    ) {
        guard case .string(let name)? = values(name, at: place, element, most: 1).first else {
            return warnings.append(
                WireWarning(pointer: place, code: .missing, detail: "an element without a name; left out"))
        }
        let pointer = pointer(place, member: name)
        if let value = values(value, at: pointer, element, most: 1).first { gathered.add(name, value) }
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
        case .spread(let rule): return rule.columns.contains { !bound.trees($0, row).isEmpty }
        case .cell(let rule):
            let rule = bound.chosen(rule, row)
            guard case .columns(let columns, _) = rule.input else { return true }
            return columns.contains { bound.says($0, row, rule.style) } || rule.fallback != nil
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
            if let value = first(rule, at: place, row) { return value }
        }
        return nil
    }

    private mutating func first(_ rule: CellRule, at place: String, _ row: MappedRow) -> JSONValue? {
        let chosen = bound.chosen(rule, row)
        guard !isTracing, let written = bound.soleValue(chosen, row) else {
            return values(chosen: chosen, at: place, row, most: 1).first
        }
        return read(written, chosen, at: place)
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
        values(chosen: bound.chosen(rule, row), at: place, row, most: most)
    }

    private mutating func values(
        chosen rule: CellRule, at place: String, _ row: MappedRow, most: Int
    ) -> [JSONValue] {
        if isTracing, case .columns(let columns, _) = rule.input {
            origins[place, default: []].append(bound.origin(of: columns, row))
        }
        noteMissed(rule, row, at: place)
        var values: [JSONValue] = []
        for written in bound.values(rule, row) where values.count < most {
            if let value = read(written, rule, at: place) { values.append(value) }
        }
        return values
    }

    private mutating func read(_ written: WrittenValue, _ rule: CellRule, at place: String) -> JSONValue? {
        var reading = CellReading(rule: rule, written: written, today: bound.today)
        let value = reading.value()
        if let problem = reading.problem { note(problem, at: place, rule) }
        guard value != nil, rule.form == .decimal, CurrencySigns.stand(in: written.text), isForeign(written.text)
        else { return value }
        let detail = "an amount in the \(bound.mapping.kind.word)'s currency, without the sign of another"
        note((.mismatch, detail), at: place, rule)
        return nil
    }

    /// Whether an amount has the sign of a currency other than that of the record.
    private mutating func isForeign(_ amount: String) -> Bool {
        let stated = currency ?? statedCurrency
        currency = .some(stated)
        return stated.map { CurrencySigns.contradict($0, in: amount) } ?? false
    }

    /// The code of the currency that the rows state.
    private var statedCurrency: String? {
        let member = bound.mapping.members.first { $0.name == RecordPath.currency }
        guard let node = member?.node else { return nil }
        var builder = RecordBuilder(bound, rows, .hoping)
        guard case .string(let code)? = builder.value(node, at: "", rows: rows[...]) else { return nil }
        return Currency(code.uppercased())?.code
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

    /// As it is.
    mutating func append(_ value: JSONValue) { values.append(value) }

    mutating func add(_ value: JSONValue) {
        switch value {
        case .array(let values): values.forEach { add($0) }
        case .object: values.append(value)
        default: if plain.insert(value).inserted { values.append(value) }
        }
    }
}

/// Members with names of the file's choice, each name once.
private struct NamedValues {
    private(set) var members: [JSONObject.Member]
    private var places: [String: Int]
    private let isRepeatable: Bool

    init(_ members: [JSONObject.Member], isRepeatable: Bool) {
        (self.members, self.isRepeatable) = (members, isRepeatable)
        places = Dictionary(members.enumerated().map { ($1.name, $0) }) { first, _ in first }
    }

    /// A name that is there already keeps its value, or gets one more.
    mutating func add(_ name: String, _ value: JSONValue) {
        guard let place = places[name] else {
            places[name] = members.count
            return members.append(.init(name: name, value: value))
        }
        guard isRepeatable else { return }
        let former: [JSONValue] =
            if case .array(let values) = members[place].value { values } else { [members[place].value] }
        members[place] = .init(name: name, value: .array(former + [value]))
    }
}

extension MappedNode {
    fileprivate var isList: Bool {
        if case .list = self { true } else { false }
    }

    fileprivate var namesColumns: Bool {
        switch self {
        case .cell(let rule):
            if case .columns = rule.input { true } else { false }
        case .object(let nodes): nodes.contains { $0.node.namesColumns }
        case .list(let nodes): nodes.contains { $0.namesColumns }
        case .each, .spread: true
        }
    }
}

extension RecordMapping.Scope {
    /// As a record says it.
    fileprivate var members: [JSONObject.Member] {
        var members: [JSONObject.Member] = []
        if isPart { members.append(.init(name: RecordDecoder.merge, value: .bool(true))) }
        if yields { members.append(.init(name: RecordDecoder.yields, value: .bool(true))) }
        if !assumed.isEmpty {
            members.append(.init(name: RecordDecoder.assume, value: .array(assumed.map { .string($0) })))
        }
        if !kept.isEmpty { members.append(.init(name: RecordDecoder.keep, value: .array(kept.map { .string($0) }))) }
        return members
    }
}
