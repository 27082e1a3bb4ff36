/// A member of the record and where its value comes from.
indirect enum MappedNode: Sendable {
    case cell(CellRule)
    case object([(name: String, node: MappedNode)])
    /// The elements that each row gives, row by row.
    case list([MappedNode])
}

extension MappedNode {
    /// Every column that it takes something from.
    var inputs: [Column] {
        switch self {
        case .cell(let rule):
            if case .columns(let columns, _) = rule.input { columns } else { [] }
        case .object(let nodes): nodes.flatMap { $0.node.inputs }
        case .list(let nodes): nodes.flatMap(\.inputs)
        }
    }
}
