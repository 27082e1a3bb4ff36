import ProfileWire

extension MappingLibrary {
    /// Of JSON documents, by name, each mapping without the member `format`.
    init(ofDocuments mappings: [String: String]) {
        self.init { text throws(WireRejection) in
            guard let mapping = mappings[text] else { throw WireRejection(problems: [Self.unknown]) }
            let tree: JSONValue
            do throws(JSONError) {
                tree = try JSONReader.parse(Array(#"{"format":"json",\#(mapping)}"#.utf8))
            } catch { throw WireRejection(error) }
            return try Mapping(tree)
        }
    }
}
