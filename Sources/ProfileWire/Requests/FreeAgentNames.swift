import ProfileCore

/// The agents that a request names as free, each once, and where it names them first.
package struct FreeAgentNames: Hashable, Sendable {
    private struct Name: Hashable {
        let id: String
        let place: String

        static func == (one: Name, other: Name) -> Bool { one.id == other.id }
        func hash(into hasher: inout Hasher) { hasher.combine(id) }
    }

    private let names: [Name]

    package var ids: [String] { names.map(\.id) }

    /// Reads the member `free`.
    init(_ members: inout MemberReader) {
        names = members.each("free", atMost: HandlingRequest.freeLimit, limit: TextLimit.code) { text, place, _ in
            Name(id: text, place: place)
        }
    }

    /// Reads values of the parameter `free`: one alone lists ids with commas between them; of several, each is one id,
    /// which may have commas. Nil when there are too many.
    package init?(parameters values: [String]) {
        let texts = values.count == 1 ? values[0].split(separator: ",").map(String.init) : values
        let ids = texts.map(CleanText.clean).filter { !$0.isEmpty }
        guard ids.count <= HandlingRequest.freeLimit else { return nil }
        var seen: Set<String> = []
        names = ids.enumerated().filter { seen.insert($1).inserted }
            .map { Name(id: $1, place: "/free".appending(index: $0)) }
    }

    /// A warning for each agent who is not known.
    package func warnings(knowing isKnown: (String) -> Bool) -> [WireWarning] {
        names.filter { !isKnown($0.id) }.map { name in
            WireWarning(
                pointer: name.place, code: .unknownAgent,
                detail: "no record states this agent, nothing was learned of them, and the customer had no contact "
                    + "with them; they come last, and where agents are stated they take nothing that asks for a "
                    + "channel or a language, and no customer whose own language somebody else speaks")
        }
    }
}
