/// A tree of texts as YAML, for people to read. Names and texts must be words of letters, digits and `_`.
enum YAMLText {
    /// A line for each member, one with members of its own over several.
    static func block(_ value: JSONValue, indent: String = "") -> String {
        guard case .object(let object) = value else { return indent + flow(value) + "\n" }
        return object.members.map { member in
            isFlat(member.value)
                ? "\(indent)\(member.name): \(flow(member.value))\n"
                : "\(indent)\(member.name):\n" + block(member.value, indent: indent + "  ")
        }.joined()
    }

    /// Whether it fits on the line of its name: all but objects that stand for members of a record.
    private static func isFlat(_ value: JSONValue) -> Bool {
        guard case .object(let object) = value else { return true }
        return object["column"] != nil
    }

    private static func flow(_ value: JSONValue) -> String {
        switch value {
        case .object(let object):
            "{" + object.members.map { "\($0.name): \(flow($0.value))" }.joined(separator: ", ") + "}"
        case .array(let values): "[" + values.map(flow).joined(separator: ", ") + "]"
        default: value.cellText
        }
    }
}
