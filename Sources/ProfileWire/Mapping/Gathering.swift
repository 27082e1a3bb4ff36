/// How rows or documents that belong together become one document, in one file or several.
package struct Gathering: Sendable {
    /// A file beside the one that is imported.
    package struct File: Sendable {
        /// The list of the document in which its rows are.
        package let name: String
        /// From the folder of the file that is imported.
        package let path: String
        let key: MemberPath
        package let encoding: TextEncoding?
        package let delimiter: UInt8?
    }

    /// Empty where the rows of one file are brought together.
    package let files: [File]
    /// What rows of the imported file have in common with others.
    let keys: [MemberPath]

    /// The list in which all rows of one file are.
    static let rows = "rows"

    /// What a document has in common with those of its record; nil when it says nothing there. `file` is one of
    /// `files`, nil for the file that is imported.
    package func key(of document: JSONValue, in file: Int? = nil) -> [UInt8]? {
        let row = ElementRow(document, number: 1)
        var (key, isEmpty): ([UInt8], Bool) = ([], true)
        for path in file.map({ [files[$0].key] }) ?? keys {
            let text = CleanText.clean(path.values(in: row).first?.cellText ?? "")
            isEmpty = isEmpty && text.isEmpty
            key.append(contentsOf: text.utf8)
            key.append(0)
        }
        return isEmpty ? nil : key
    }

    /// The documents that documents with one key make: each of the imported file with the rows of the others, or one
    /// with all of them. What a document has by that name stays.
    package func joined(_ documents: [JSONValue], with others: [[JSONValue]]) -> [JSONValue] {
        if files.isEmpty { return documents.first.map { [$0.adding([(Self.rows, documents)])] } ?? [] }
        let lists = Array(zip(files.map(\.name), others))
        return documents.map { $0.adding(lists) }
    }
}

extension JSONValue {
    fileprivate func adding(_ lists: [(name: String, values: [JSONValue])]) -> JSONValue {
        guard case .object(let object) = self else { return self }
        let further = lists.filter { object[$0.name] == nil }
            .map { JSONObject.Member(name: $0.name, value: .array($0.values)) }
        return .object(JSONObject(members: object.members + further, repeatedNames: object.repeatedNames))
    }
}

extension Gathering {
    private static let fileMembers = ["file", "key", "encoding", "delimiter"]

    /// What `with`, or `group_by` beside `records`, says; nil for a mapping that says neither.
    init?(_ root: JSONObject, _ reader: MappingReader) {
        let grouped = root["records"] == nil ? [] : reader.texts(root["group_by"], "/group_by")
        if let with = root["with"], with != .null {
            if root["group_by"] != nil { reader.reject("/group_by", .notAllowed, "not beside with") }
            guard let object = reader.object(with, "/with") else { return nil }
            self.init(joining: object, reader)
        } else if !grouped.isEmpty {
            self.init(files: [], keys: grouped.compactMap { Self.path($0, "/group_by", reader) })
        } else {
            return nil
        }
    }

    private init?(joining object: JSONObject, _ reader: MappingReader) {
        reader.rejectUnknown(object, "/with", known: ["key", "files"])
        let keys = reader.texts(object["key"], "/with/key").compactMap { Self.path($0, "/with/key", reader) }
        if keys.count != 1 { reader.reject("/with/key", .missing, "what a row has in common with those of the files") }
        guard let files = object["files"].flatMap({ reader.object($0, "/with/files") }), !files.members.isEmpty else {
            reader.reject("/with/files", .missing, "the other files, each under the name of the list of its rows")
            return nil
        }
        let found = files.members.compactMap { member -> File? in
            Self.file(member, "/with/files".appending(member: member.name), reader)
        }
        self.init(files: found, keys: keys)
    }

    private static func file(_ member: JSONObject.Member, _ place: String, _ reader: MappingReader) -> File? {
        guard let object = reader.object(member.value, place) else { return nil }
        reader.rejectUnknown(object, place, known: fileMembers)
        guard let file = reader.text(object["file"], place + "/file") else {
            reader.reject(place + "/file", .missing, "the name of the file")
            return nil
        }
        guard let key = reader.text(object["key"], place + "/key") else {
            reader.reject(place + "/key", .missing, "what its rows have in common with those of the imported file")
            return nil
        }
        return path(key, place + "/key", reader).map { key in
            File(
                name: member.name, path: file, key: key, encoding: Mapping.encoding(object, place, reader),
                delimiter: Mapping.delimiter(object, place, reader))
        }
    }

    private static func path(_ text: String, _ place: String, _ reader: MappingReader) -> MemberPath? {
        if let path = MemberPath(text), !path.isList { return path }
        reader.reject(place, .notAllowed, "a column, or a path that leads to one value")
        return nil
    }
}

/// The header of a table whose rows are read as documents: a cell is the member that its column is called.
package struct TableHeader: Sendable {
    private let columns: [(place: Int, name: String)]
    private let isGuarded: Bool

    /// Of columns with one name the first counts.
    package init(_ header: [String], of mapping: Mapping) {
        var names: Set<String> = []
        columns = header.enumerated().compactMap { place, name in
            let clean = CleanText.clean(name)
            return names.insert(clean).inserted ? (place, clean) : nil
        }
        isGuarded = mapping.records.contains { $0.style.isGuarded }
    }

    /// Of the document that a row is.
    package func members(of row: CSVRow) -> [JSONObject.Member] {
        columns.map { place, name in
            let text = CleanText.clean(row.text(place))
            let plain = isGuarded ? FormulaGuard.unguarded(text) : FormulaGuard.literal(text)
            return .init(name: name, value: .string(plain))
        }
    }
}
