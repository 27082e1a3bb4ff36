/// Where mappings are found by name, and read where somebody wrote them down.
package struct MappingLibrary: Sendable {
    /// Of the mappings that come with the program.
    package let names: [String]
    private let find: @Sendable (String) throws(WireRejection) -> Mapping

    /// `find` gives the mapping of a name, or of a text of several lines.
    package init(
        names: [String] = [], _ find: @escaping @Sendable (String) throws(WireRejection) -> Mapping
    ) {
        self.names = names
        self.find = find
    }

    /// Knows no mapping.
    package static let empty = MappingLibrary { _ throws(WireRejection) in throw WireRejection(problems: [unknown]) }

    /// - Throws: what is wrong with a text, or that there is no such name.
    package func mapping(_ nameOrText: String) throws(WireRejection) -> Mapping { try find(nameOrText) }

    package static let unknown = WireProblem(
        pointer: "", code: .notAllowed, detail: "no mapping of that name comes with the program")
}

extension Mapping {
    /// The same for records of another source: its ids are identifiers of that source, too.
    package func stating(source: String) -> Mapping {
        Mapping(
            format: format, encoding: encoding, delimiter: delimiter, fillsRaggedRows: fillsRaggedRows,
            documents: documents, records: records.map { $0.stating(source: source) }, gathering: gathering)
    }
}

extension RecordMapping {
    private static let identifying: Set = ["customer", "identifiers"]

    fileprivate func stating(source: String) -> RecordMapping {
        let others = members.filter { $0.name != "source" }.map { member in
            guard Self.identifying.contains(member.name), case .object(let nodes) = member.node else { return member }
            let renamed = nodes.map { ($0.name == self.source ? source : $0.name, $0.node) }
            return (member.name, MappedNode.object(renamed))
        }
        return RecordMapping(
            kind: kind, source: source, scope: scope, forEach: forEach, columns: columns,
            optionalColumns: optionalColumns,
            groupBy: groupBy, skips: skips, style: style, members: others)
    }
}
