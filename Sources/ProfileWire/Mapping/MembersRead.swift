extension Mapping {
    /// The members of documents that its rules read; nil where that may be any.
    package var membersRead: MemberFilter? {
        var members = MembersRead()
        if let documents { members.note(list: documents) }
        guard gathering == nil, records.allSatisfy({ members.note($0) }) else { return nil }
        return MemberFilter(members.names, whole: members.whole)
    }
}

/// Names of members, gathered from the paths of rules.
private struct MembersRead {
    private(set) var names: Set<String> = []
    /// Those whose value is read as it is: whatever it is, nothing of it may be missing.
    private(set) var whole: Set<String> = []

    mutating func note(list name: String) { names.insert(name) }

    /// False where a rule may read any member.
    mutating func note(_ record: RecordMapping) -> Bool {
        let cells = Set(record.cells.map(\.slot))
        return record.columns.enumerated().allSatisfy { slot, column in
            guard let path = MemberPath(column.name) else { return false }
            return note(path, isWhole: cells.contains(slot))
        }
    }

    private mutating func note(_ path: MemberPath, isWhole: Bool) -> Bool {
        var last: String?
        for case .name(let name) in path.steps {
            if Int(name) == nil {
                last = name
            } else {
                // A number may be that of an element, to which a name of its own does not lead.
                guard let list = last else { return false }
                whole.insert(list)
            }
            names.insert(name)
        }
        guard let last else { return false }
        if isWhole { whole.insert(last) }
        return true
    }
}

extension RecordMapping {
    /// The columns that are read for what stands there, and not only as lists whose elements are looked at.
    fileprivate var cells: [Column] {
        groupBy + skips.joined().flatMap(\.cells) + members.flatMap { $0.node.cells } + comparedOfCustomer
    }

    /// What rows of one record are compared by: they must be about one customer.
    private var comparedOfCustomer: [Column] {
        isGrouping ? members.first { $0.name == "customer" }?.node.inputs ?? [] : []
    }
}

extension MappedNode {
    fileprivate var cells: [Column] {
        switch self {
        case .cell(let rule): rule.cells
        case .object(let nodes): nodes.flatMap { $0.node.cells }
        case .list(let nodes): nodes.flatMap(\.cells)
        case .each(_, let skips, let node): skips.joined().flatMap(\.cells) + node.cells
        case .spread(let rule): rule.cells
        }
    }
}

extension CellRule {
    fileprivate var cells: [Column] {
        let own: [Column] = if case .columns(let columns, _) = input { columns } else { [] }
        return own + cases.flatMap { $0.conditions.flatMap(\.cells) + $0.rule.cells }
    }
}

extension SpreadRule {
    fileprivate var cells: [Column] {
        switch origin {
        case .objects(let columns, _): columns
        case .list(_, let skips, let name, let value): skips.joined().flatMap(\.cells) + name.cells + value.cells
        }
    }
}

extension RowCondition {
    fileprivate var cells: [Column] { [column] + skips.joined().flatMap(\.cells) }
}
