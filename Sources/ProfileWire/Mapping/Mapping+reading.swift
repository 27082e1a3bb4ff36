import ProfileCore

extension Mapping {
    private static let fileMembers = [
        "format", "encoding", "delimiter", "ragged", "guarded_cells", "documents", "with",
    ]
    /// What holds for all records of a list.
    private static let sharedMembers = ["source"] + MappingReader.styleMembers

    /// Reads a mapping from the tree of its file, scalars as texts.
    ///
    /// - Throws: everything that is wrong with it, each with a pointer into the tree.
    package init(_ value: JSONValue) throws(WireRejection) {
        let reader = MappingReader()
        reader.findings.rejectRepeatedNames(in: value)
        guard let root = reader.object(value, "", expected: "a mapping with kind, source and record is") else {
            throw WireRejection(problems: reader.findings.problems)
        }
        let format = reader.choice(root, "", "format", of: Format.allCases.map(\.rawValue))
        let (encoding, delimiter) = (Self.encoding(root, "", reader), Self.delimiter(root, "", reader))
        let ragged = reader.choice(root, "", "ragged", of: ["reject", "fill"]) == "fill"
        let documents = reader.text(root["documents"], "/documents")
        let records = Self.records(root, reader)
        if documents != nil, records.contains(where: { $0.isGrouping && $0.forEach == nil }) {
            let rule = "not beside documents, of which each is one; let for_each name the list"
            reader.reject("/group_by", .notAllowed, rule)
        }
        let gathering = Gathering(root, reader)
        if gathering != nil, records.contains(where: { $0.isGrouping && $0.forEach == nil }) {
            reader.reject("/group_by", .notAllowed, "let for_each name a list, where rows are brought together before")
        }
        guard reader.findings.problems.isEmpty else { throw WireRejection(problems: reader.findings.problems) }
        self.init(
            format: format.flatMap(Format.init), encoding: encoding, delimiter: delimiter, fillsRaggedRows: ragged,
            documents: documents, records: records, gathering: gathering)
    }

    /// The one record that the root describes, or those of `records`, over what the root says for all.
    private static func records(_ root: JSONObject, _ reader: MappingReader) -> [RecordMapping] {
        var style = reader.style(root, "", over: CellStyle())
        style.isGuarded = reader.flag(root["guarded_cells"], "/guarded_cells")
        guard let list = root["records"], list != .null else {
            reader.rejectUnknown(root, "", known: fileMembers + RecordMapping.memberNames + ["records"])
            return RecordMapping(root, "", style: style, reader.findings).map { [$0] } ?? []
        }
        reader.rejectUnknown(root, "", known: fileMembers + sharedMembers + ["records", "group_by"])
        guard case .array(let values) = list, !values.isEmpty else {
            reader.reject("/records", .wrongType, "a list of records, each with kind and record")
            return []
        }
        return values.enumerated().compactMap { index, value in
            let place = "/records".appending(index: index)
            guard let object = reader.object(value, place) else { return nil }
            reader.rejectUnknown(object, place, known: RecordMapping.memberNames)
            let style = reader.style(object, place, over: style)
            return RecordMapping(object, place, source: root["source"], style: style, reader.findings)
        }
    }

    static func encoding(_ root: JSONObject, _ place: String, _ reader: MappingReader) -> TextEncoding? {
        guard let name = reader.text(root["encoding"], place + "/encoding") else { return nil }
        let encoding = TextEncoding(name: name)
        if encoding == nil {
            let words = TextEncoding.allCases.map(\.rawValue).joined(separator: ", ")
            reader.reject(place + "/encoding", .notAllowed, "one of: \(words)")
        }
        return encoding
    }

    static func delimiter(_ root: JSONObject, _ place: String, _ reader: MappingReader) -> UInt8? {
        guard let text = reader.text(root["delimiter"], place + "/delimiter") else { return nil }
        if text == "tab" { return 0x09 }
        if text.utf8.count == 1, let byte = text.utf8.first, byte != UInt8(ascii: "\""), byte > 0x20 || byte == 0x09 {
            return byte
        }
        reader.reject(place + "/delimiter", .notAllowed, #"one character such as ";", or tab"#)
        return nil
    }
}

extension RecordMapping {
    fileprivate static let memberNames =
        ["kind", "source", "merge", "keep", "assume", "yields", "for_each", "group_by", "skip_when", "record"]
        + MappingReader.styleMembers

    /// `source` is that of the file, for a record that names none; nil, and problems, for what is no mapping.
    fileprivate init?(
        _ object: JSONObject, _ place: String, source common: JSONValue? = nil, style: CellStyle, _ findings: Findings
    ) {
        // Columns are numbered for each record.
        let reader = MappingReader(findings)
        let kind = Self.kind(object, place, reader)
        let source =
            object["source"] == nil && common != nil
            ? Self.source(common, "/source", reader, style)
            : Self.source(object["source"], place.appending(member: "source"), reader, style)
        let forEach = reader.text(object["for_each"], place.appending(member: "for_each")).map { reader.column($0) }
        var members = kind.flatMap { Self.members(object, place, reader, $0, style) } ?? []
        if case .column(let rule) = source { members.insert(("source", .cell(rule)), at: 0) }
        let groupBy = reader.groupColumns(object["group_by"], place.appending(member: "group_by"))
        let skips = reader.skips(object, place)
        let scope = Scope(object, place, reader, kind)
        guard findings.problems.isEmpty, let kind, let source else { return nil }
        self.init(
            kind: kind, source: source.name, scope: scope, forEach: forEach, columns: reader.columns,
            optionalColumns: reader.optionalColumns, groupBy: groupBy, skips: skips, style: style, members: members)
    }

    private enum Source {
        case name(String)
        case column(CellRule)

        var name: String? {
            if case .name(let name) = self { name } else { nil }
        }
    }

    private static func kind(_ object: JSONObject, _ place: String, _ reader: MappingReader) -> RecordKind? {
        let place = place.appending(member: "kind")
        guard let word = reader.text(object["kind"], place) else {
            if object["kind"] == nil { reader.reject(place, .missing, "which kind of record a row is") }
            return nil
        }
        let kind = RecordKind(word: word)
        if kind == nil {
            reader.reject(place, .notAllowed, "one of: " + RecordKind.allCases.map(\.word).joined(separator: ", "))
        }
        return kind
    }

    private static func source(
        _ value: JSONValue?, _ place: String, _ reader: MappingReader, _ style: CellStyle
    ) -> Source? {
        guard let value, value != .null else {
            reader.reject(place, .missing, "the name of the system that the file comes from")
            return nil
        }
        if case .object = value { return reader.cell(value, place, .text, style).map { .column($0) } }
        guard let name = reader.text(value, place) else { return nil }
        if !SourceName.isValid(name) {
            reader.reject(
                place, .badSource,
                "a name of 1 to 32 of a-z, 0-9 and _, beginning with a letter; not email, phone or visitor")
        }
        return .name(name)
    }

    private static func members(
        _ object: JSONObject, _ place: String, _ reader: MappingReader, _ kind: RecordKind, _ style: CellStyle
    ) -> [(name: String, node: MappedNode)]? {
        let place = place.appending(member: "record")
        guard let value = object["record"], value != .null else {
            reader.reject(place, .missing, "which column is which member")
            return nil
        }
        guard let record = reader.object(value, place) else { return nil }
        if record["id"] == nil {
            reader.reject(place.appending(member: "id"), .missing, "which column identifies the record")
        }
        return reader.members(record, place, kind.fields, style)
    }
}

extension RecordMapping.Scope {
    fileprivate init(_ object: JSONObject, _ place: String, _ reader: MappingReader, _ kind: RecordKind?) {
        isPart = reader.flag(object["merge"], place.appending(member: "merge"))
        yields = reader.flag(object["yields"], place.appending(member: "yields"))
        kept = reader.texts(object["keep"], place.appending(member: "keep"))
        assumed = reader.texts(object["assume"], place.appending(member: "assume"))
        guard let kind else { return }
        checkAssumed(place.appending(member: "assume"), reader, kind)
        guard !kept.isEmpty else { return }
        if isPart { reader.reject(place.appending(member: "keep"), .notAllowed, "not beside merge, which keeps all") }
        for name in kept where !kind.canKeep(name) {
            reader.reject(place.appending(member: "keep"), .notAllowed, "members that a record need not have")
        }
    }

    private func checkAssumed(_ place: String, _ reader: MappingReader, _ kind: RecordKind) {
        guard !assumed.isEmpty else { return }
        if !isPart { reader.reject(place, .notAllowed, "beside merge alone: a whole record states all that it has") }
        for name in assumed where !kind.canAssume(name) {
            reader.reject(place, .notAllowed, "members of the record, but its currency and updated_at")
        }
    }
}
