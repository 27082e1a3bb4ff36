package import ProfileCore

/// How the rows of a file become records: which kind, which source, which column is which member.
package struct Mapping: Sendable {
    package let kind: RecordKind
    /// Nil when a column tells.
    package let source: String?
    /// Nil when it is to be found out.
    package let encoding: TextEncoding?
    package let delimiter: UInt8?
    /// Every column that the mapping names, in the order of `Column.slot`.
    let columns: [ColumnName]
    /// Columns that the file need not have.
    let optionalColumns: Set<String>
    /// Whether rows may have fewer fields than the header, and what they lack is empty.
    package let fillsRaggedRows: Bool
    /// Whether rows with the same values here make up one record.
    package var isGrouping: Bool { !groupBy.isEmpty }

    let groupBy: [Column]
    let skips: [[RowCondition]]
    let style: CellStyle
    let members: [(name: String, node: MappedNode)]

    /// How many rows one record may be made of.
    package static let maximumRows = 20_000
}

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

extension Mapping {
    private static let memberNames =
        ["kind", "source", "encoding", "delimiter", "ragged", "group_by", "skip_when", "guarded_cells", "record"]
        + MappingReader.styleMembers

    /// Reads a mapping from the tree of its file, scalars as texts.
    ///
    /// - Throws: everything that is wrong with it, each with a pointer into the tree.
    package init(_ value: JSONValue) throws(WireRejection) {
        let reader = MappingReader()
        reader.findings.rejectRepeatedNames(in: value)
        guard let root = reader.object(value, "", expected: "a mapping with kind, source and record is") else {
            throw WireRejection(problems: reader.findings.problems)
        }
        reader.rejectUnknown(root, "", known: Self.memberNames)
        var style = reader.style(root, "", over: CellStyle())
        style.isGuarded = reader.flag(root["guarded_cells"], "/guarded_cells")
        let kind = Self.kind(root, reader)
        let source = Self.source(root, reader, style)
        var members = kind.flatMap { Self.members(root, reader, $0, style) } ?? []
        if case .column(let rule) = source { members.insert(("source", .cell(rule)), at: 0) }
        let groupBy = reader.groupColumns(root["group_by"], "/group_by")
        let skips = Self.skips(root, reader)
        let (encoding, delimiter) = (Self.encoding(root, reader), Self.delimiter(root, reader))
        let ragged = reader.choice(root, "", "ragged", of: ["reject", "fill"]) == "fill"
        guard reader.findings.problems.isEmpty, let kind, let source else {
            throw WireRejection(problems: reader.findings.problems)
        }
        self.init(
            kind: kind, source: source.name, encoding: encoding, delimiter: delimiter, columns: reader.columns,
            optionalColumns: reader.optionalColumns, fillsRaggedRows: ragged, groupBy: groupBy, skips: skips,
            style: style, members: members)
    }

    private enum Source {
        case name(String)
        case column(CellRule)

        var name: String? {
            if case .name(let name) = self { name } else { nil }
        }
    }

    private static func kind(_ root: JSONObject, _ reader: MappingReader) -> RecordKind? {
        guard let word = reader.text(root["kind"], "/kind") else {
            if root["kind"] == nil { reader.reject("/kind", .missing, "which kind of record a row is") }
            return nil
        }
        let kind = RecordKind(word: word)
        if kind == nil {
            reader.reject(
                "/kind", .notAllowed, "one of: " + RecordKind.allCases.map(\.word).joined(separator: ", "))
        }
        return kind
    }

    private static func source(_ root: JSONObject, _ reader: MappingReader, _ style: CellStyle) -> Source? {
        guard let value = root["source"], value != .null else {
            reader.reject("/source", .missing, "the name of the system that the file comes from")
            return nil
        }
        if case .object = value { return reader.cell(value, "/source", .text, style).map { .column($0) } }
        guard let name = reader.text(value, "/source") else { return nil }
        if !SourceName.isValid(name) {
            reader.reject(
                "/source", .badSource,
                "a name of 1 to 32 of a-z, 0-9 and _, beginning with a letter; not email, phone or visitor")
        }
        return .name(name)
    }

    private static func members(
        _ root: JSONObject, _ reader: MappingReader, _ kind: RecordKind, _ style: CellStyle
    ) -> [(name: String, node: MappedNode)]? {
        guard let value = root["record"], value != .null else {
            reader.reject("/record", .missing, "which column is which member")
            return nil
        }
        guard let object = reader.object(value, "/record") else { return nil }
        if object["id"] == nil { reader.reject("/record/id", .missing, "which column identifies the record") }
        return reader.members(object, "/record", kind.fields, style)
    }

    private static func skips(_ root: JSONObject, _ reader: MappingReader) -> [[RowCondition]] {
        guard let value = root["skip_when"], value != .null else { return [] }
        let list = if case .array(let values) = value { values } else { [value] }
        return list.enumerated().compactMap { index, value in
            let place = "/skip_when".appending(index: index)
            guard let object = reader.object(value, place) else { return nil }
            reader.rejectUnknown(object, place, known: MappingReader.conditionMembers)
            return reader.conditions(object, place)
        }
    }

    private static func encoding(_ root: JSONObject, _ reader: MappingReader) -> TextEncoding? {
        guard let name = reader.text(root["encoding"], "/encoding") else { return nil }
        let encoding = TextEncoding(name: name)
        if encoding == nil {
            let words = TextEncoding.allCases.map(\.rawValue).joined(separator: ", ")
            reader.reject("/encoding", .notAllowed, "one of: \(words)")
        }
        return encoding
    }

    private static func delimiter(_ root: JSONObject, _ reader: MappingReader) -> UInt8? {
        guard let text = reader.text(root["delimiter"], "/delimiter") else { return nil }
        if text == "tab" { return 0x09 }
        if text.utf8.count == 1, let byte = text.utf8.first, byte != UInt8(ascii: "\""), byte > 0x20 || byte == 0x09 {
            return byte
        }
        reader.reject("/delimiter", .notAllowed, #"one character such as ";", or tab"#)
        return nil
    }
}
