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
