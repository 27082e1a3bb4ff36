/// Values of JSON as they stand in the cells of a table.
extension JSONValue {
    func member(_ path: [String]) -> JSONValue? {
        var value: JSONValue? = self
        for name in path {
            guard case .object(let object)? = value else { return nil }
            value = object[name]
        }
        return value
    }

    /// Of an array; none of anything else.
    var elements: [JSONValue] {
        if case .array(let values) = self { values } else { [] }
    }

    var cellText: String {
        switch self {
        case .string(let text), .number(let text): text
        case .bool(let value): value ? "true" : "false"
        case .null: ""
        case .array, .object: jsonText
        }
    }

    var jsonText: String {
        var json = JSONWriter()
        json.value(self)
        return String(decoding: json.bytes, as: UTF8.self)
    }
}
