/// What a mapping names and documents do not have, which may be misspelt: of JSON nothing tells before it is read.
struct MissingMembers {
    private let bound: BoundMapping
    /// In the order in which the mapping names them.
    private(set) var names: [String] = []

    /// `documents` are the rows as which documents are seen at first.
    init(_ bound: BoundMapping, in documents: [MappedRow]) {
        self.bound = bound
        let mapping = bound.mapping
        var rows = documents
        if let list = mapping.forEach { rows = elements(of: list, in: documents) }
        look(for: mapping.groupBy + mapping.skips.joined().map(\.beginning), in: rows)
        for member in mapping.members { look(for: member.node, in: rows) }
    }

    private mutating func look(for node: MappedNode, in rows: [MappedRow]) {
        switch node {
        case .cell(let rule):
            look(for: rule.columns, in: rows)
        case .object(let nodes):
            for (_, node) in nodes { look(for: node, in: rows) }
        case .list(let nodes):
            for node in nodes { look(for: node, in: rows) }
        case .each(let list, let skips, let node):
            let elements = elements(of: list, in: rows)
            look(for: skips.joined().map(\.beginning), in: elements)
            look(for: node, in: elements)
        case .spread(let rule):
            guard case .list(let list, let skips, let name, let value) = rule.origin else {
                return look(for: rule.columns, in: rows)
            }
            let elements = elements(of: list, in: rows)
            look(for: skips.joined().map(\.beginning) + name.columns + value.columns, in: elements)
        }
    }

    private mutating func elements(of list: Column, in rows: [MappedRow]) -> [MappedRow] {
        look(for: [list], in: rows)
        return rows.flatMap { bound.elements(of: list, in: $0) }
    }

    private mutating func look(for columns: [Column], in rows: [MappedRow]) {
        guard !rows.isEmpty else { return }
        for column in columns where !names.contains(column.name) {
            guard !bound.mapping.optionalColumns.contains(column.name) else { continue }
            if !rows.contains(where: { bound.has(column, $0) }) { names.append(column.name) }
        }
    }
}

extension CellRule {
    /// Every column that it looks at.
    fileprivate var columns: [Column] {
        let own = if case .columns(let columns, _) = input { columns } else { [Column]() }
        return own + cases.flatMap { $0.conditions.map(\.beginning) + $0.rule.columns }
    }
}

extension BoundMapping {
    /// Whether a member is there, be it null.
    fileprivate func has(_ column: Column, _ row: MappedRow) -> Bool {
        guard case (.element(let row), .tree(let paths)) = (row, layout) else { return true }
        return paths[column.slot].isThere(in: row)
    }
}

extension BoundMapping {
    /// Whether any of the rows has what tells records apart, or the list in which they are.
    fileprivate func identifies(_ documents: [MappedRow]) -> Bool {
        if let list = mapping.forEach { return documents.contains { has(list, $0) } }
        let columns = mapping.members.first { $0.name == "id" }?.node.inputs ?? []
        return columns.isEmpty || columns.contains { column in documents.contains { has(column, $0) } }
    }
}

extension DocumentMapping {
    /// Whether any of the documents has what the mapping tells records apart by. Others are not what it reads.
    package func knows(_ documents: [NumberedDocument]) -> Bool {
        let rows = documents.flatMap { (try? self.rows(of: $0).get()) ?? [] }
        return records.contains { $0.identifies(rows) }
    }

    /// The paths that lead nowhere in any document. What is below a null or in an empty list, nobody knows.
    package func missingMembers(in documents: [NumberedDocument]) -> [String] {
        let rows = documents.flatMap { (try? self.rows(of: $0).get()) ?? [] }
        var names: [String] = []
        for name in records.flatMap({ MissingMembers($0, in: rows).names }) where !names.contains(name) {
            names.append(name)
        }
        return names
    }
}
