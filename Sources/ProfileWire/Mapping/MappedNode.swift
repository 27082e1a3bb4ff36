/// A member of the record and where its value comes from.
indirect enum MappedNode: Sendable {
    case cell(CellRule)
    case object([(name: String, node: MappedNode)])
    /// The elements that each row gives, row by row.
    case list([MappedNode])
}
