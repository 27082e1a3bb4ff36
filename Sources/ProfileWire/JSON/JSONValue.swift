/// A JSON value as it was written.
package enum JSONValue: Hashable, Sendable {
    case null
    case bool(Bool)
    /// A number, as its exact source text.
    case number(String)
    case string(String)
    case array([JSONValue])
    case object(JSONObject)
}

/// The members of an object in the order they were written.
package struct JSONObject: Hashable, Sendable {
    package struct Member: Hashable, Sendable {
        package let name: String
        package let value: JSONValue

        package init(name: String, value: JSONValue) {
            self.name = name
            self.value = value
        }
    }

    /// Every member, also those whose name was there before.
    package let members: [Member]
    /// The names that were written more than once.
    package let repeatedNames: [String]

    package init(members: [Member], repeatedNames: [String] = []) {
        self.members = members
        self.repeatedNames = repeatedNames
    }

    /// The first member of that name.
    package subscript(name: String) -> JSONValue? {
        members.first { $0.name == name }?.value
    }
}

extension JSONValue {
    /// What the value is, in words for people.
    package var kindInWords: String {
        switch self {
        case .null: "null"
        case .bool: "a boolean"
        case .number: "a number"
        case .string: "a string"
        case .array: "an array"
        case .object: "an object"
        }
    }
}
