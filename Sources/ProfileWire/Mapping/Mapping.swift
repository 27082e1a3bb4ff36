package import ProfileCore

/// How what a file holds becomes records: what kind of file it is, and which records its rows or documents give.
package struct Mapping: Sendable {
    package enum Format: String, CaseIterable, Sendable {
        case csv, json
    }

    /// Nil when the file tells.
    package let format: Format?
    /// Nil when it is to be found out.
    package let encoding: TextEncoding?
    package let delimiter: UInt8?
    /// Whether rows may have fewer fields than the header, and what they lack is empty.
    package let fillsRaggedRows: Bool
    /// The member that holds the documents as a list, where JSON has one around them.
    package let documents: String?
    /// Never empty.
    let records: [RecordMapping]
    /// What makes one document of several; nil where each is one.
    package var gathering: Gathering?

    /// Whether the rows of a table are read as documents: a row of it is not one record, or has more than its cells.
    package var readsRowsAsDocuments: Bool {
        gathering != nil || records.count > 1 || records.contains(where: \.goesThroughLists)
    }

    /// How many rows one record may be made of.
    package static let maximumRows = 20_000
    /// How many bytes those may have together: so many are held in memory at once.
    package static let maximumBytes = 16 << 20

    /// What it says of files that JSON is not.
    var problemsOfTables: [WireProblem] {
        let isForeign = encoding.map { ![.utf8, .utf16LittleEndian, .utf16BigEndian].contains($0) } ?? false
        let said = [
            ("encoding", isForeign, "JSON is written in UTF-8 or UTF-16"),
            ("delimiter", delimiter != nil, "JSON has no delimiter"),
            ("ragged", fillsRaggedRows, "JSON has no rows"),
            ("guarded_cells", records.contains { $0.style.isGuarded }, "JSON has no cells that are formulas"),
        ]
        return said.filter(\.1).map { WireProblem(pointer: "/" + $0.0, code: .notAllowed, detail: $0.2) }
    }
}

/// How rows become records of one kind: which source, which column is which member.
package struct RecordMapping: Sendable {
    package let kind: RecordKind
    /// Nil when a column tells.
    package let source: String?
    let scope: Scope
    /// The list of a document whose elements are the rows; nil where the document is the row.
    let forEach: Column?
    /// Every column that the mapping names, in the order of `Column.slot`.
    let columns: [ColumnName]
    /// Columns that the file need not have.
    let optionalColumns: Set<String>
    /// Whether rows with the same values here make up one record.
    package var isGrouping: Bool { !groupBy.isEmpty }

    let groupBy: [Column]
    let skips: [[RowCondition]]
    let style: CellStyle
    let members: [(name: String, node: MappedNode)]

    /// How much of its record a row states.
    struct Scope: Sendable {
        /// Whether it states only some members, and leaves the others as they are.
        let isPart: Bool
        /// Members that it leaves as they are, though it states the whole.
        let kept: [String]
        /// Members that it assumes where nothing of the record is stored.
        let assumed: [String]
        /// Whether it gives way to what else is stated of the record at the same time.
        let yields: Bool
    }

    var isPart: Bool { scope.isPart }
}

/// A member of the record and where its value comes from.
indirect enum MappedNode: Sendable {
    case cell(CellRule)
    case object([(name: String, node: MappedNode)])
    /// The elements that each row gives, row by row.
    case list([MappedNode])
    /// In a list: what each element of a list of the row gives, but those that are skipped.
    case each(Column, skips: [[RowCondition]], MappedNode)
    /// In an object with names of the source's choice: members that the file names.
    case spread(SpreadRule)
}

extension MappedNode {
    /// Every column that it takes something from.
    var inputs: [Column] {
        switch self {
        case .cell(let rule):
            if case .columns(let columns, _) = rule.input { columns } else { [] }
        case .object(let nodes): nodes.flatMap { $0.node.inputs }
        case .list(let nodes): nodes.flatMap(\.inputs)
        case .each(let list, _, _): [list]
        case .spread(let rule): rule.columns
        }
    }

    /// Whether a list of the row gives elements somewhere in it.
    fileprivate var hasEach: Bool {
        switch self {
        case .cell(let rule): rule.cases.contains { $0.conditions.contains { $0.list != nil } }
        case .object(let nodes): nodes.contains { $0.node.hasEach }
        case .list(let nodes): nodes.contains(where: \.hasEach)
        case .each: true
        case .spread(let rule): if case .list = rule.origin { true } else { false }
        }
    }

    /// The cells of objects that stand in lists, each with its place: one value is all that they take.
    fileprivate func elementCells(at place: String, inList: Bool = false) -> [(place: String, column: Column)] {
        switch self {
        case .cell(let rule):
            guard inList, !rule.isSum, case .columns(let columns, nil) = rule.input else { return [] }
            return columns.map { (place, $0) }
        case .object(let nodes):
            return nodes.flatMap { $0.node.elementCells(at: place.appending(member: $0.name), inList: inList) }
        case .list(let nodes):
            return nodes.flatMap { $0.cellsOfElements(at: place) }
        case .each(_, _, let node): return node.cellsOfElements(at: place)
        case .spread: return []
        }
    }
}

extension MappedNode {
    /// A plain value of a list may be many; one within an object is one.
    fileprivate func cellsOfElements(at place: String) -> [(place: String, column: Column)] {
        if case .cell = self { [] } else { elementCells(at: place, inList: true) }
    }
}

extension RecordMapping {
    /// Whether it needs lists within what it reads, which tables do not have.
    var goesThroughLists: Bool {
        forEach != nil || skips.joined().contains { $0.list != nil } || members.contains { $0.node.hasEach }
    }

    var elementCells: [(place: String, column: Column)] {
        members.flatMap { $0.node.elementCells(at: "/record".appending(member: $0.name)) }
    }
}
