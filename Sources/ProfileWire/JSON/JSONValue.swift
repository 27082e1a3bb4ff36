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
    /// Where the first member of each name is; nil where there are few, among which looking is as quick.
    private let places: [String: Int]?

    private static let few = 32

    package init(members: [Member], repeatedNames: [String] = []) {
        self.members = members
        self.repeatedNames = repeatedNames
        guard members.count > Self.few else {
            places = nil
            return
        }
        let named = members.enumerated().map { ($0.element.name, $0.offset) }
        places = Dictionary(named) { first, _ in first }
    }

    /// The first member of that name.
    package subscript(name: String) -> JSONValue? {
        if let places { return places[name].map { members[$0].value } }
        for place in members.indices where members[place].name == name { return members[place].value }
        return nil
    }

    package static func == (one: JSONObject, other: JSONObject) -> Bool {
        one.members == other.members && one.repeatedNames == other.repeatedNames
    }

    package func hash(into hasher: inout Hasher) {
        hasher.combine(members)
    }
}

extension JSONValue {
    /// Nil for what is no string.
    package var text: String? { if case .string(let text) = self { text } else { nil } }

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

/// Values of JSON as they stand in the cells of a table.
extension JSONValue {
    package func member(_ path: [String]) -> JSONValue? {
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

/// Where two JSON documents differ, in the order of the members of the first, then those that only the second has.
///
/// Objects are compared member by member. A list is one value: nothing says which of its elements are the same.
package struct JSONDifference: Hashable, Sendable {
    package struct Member: Hashable, Sendable {
        /// A JSON pointer (RFC 6901).
        package let pointer: String
        /// Null also when the member is absent.
        package let before: JSONValue
        package let after: JSONValue
    }

    package private(set) var members: [Member] = []

    package init(from before: JSONValue, to after: JSONValue) {
        compare(before, after, at: "")
    }

    private mutating func compare(_ before: JSONValue, _ after: JSONValue, at place: String) {
        guard before != after else { return }
        guard case .object(let old) = before, case .object(let new) = after else {
            members.append(Member(pointer: place, before: before, after: after))
            return
        }
        for member in old.members {
            compare(member.value, new[member.name] ?? .null, at: place.appending(member: member.name))
        }
        for member in new.members where old[member.name] == nil {
            compare(.null, member.value, at: place.appending(member: member.name))
        }
    }
}
