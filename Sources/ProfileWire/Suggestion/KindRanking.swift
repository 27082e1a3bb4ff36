import ProfileCore

/// The kinds a file may be of, by what its columns say for each, the likeliest first.
struct KindRanking: Sendable {
    let choices: [MemberChoice]

    init(_ columns: [ColumnSample]) {
        // A customer's columns stand in files of every kind, so that it comes last of equals.
        let kinds = RecordKind.allCases
        let order = kinds.filter { $0.subject != .itself } + kinds.filter { $0.subject == .itself }
        choices = order.map { MemberChoice($0, columns) }.enumerated().sorted { one, other in
            let (first, second) = (one.element.points, other.element.points)
            return first == second ? one.offset < other.offset : second < first
        }.map(\.element)
    }

    /// What a reader of the proposal should know of the guess, as lines of comment.
    var remarks: [String] {
        guard choices.count > 1 else { return [] }
        let isClose = choices[1].points > 0.6 * choices[0].points
        return [
            "# Looks like \(Self.text(choices[0])).",
            (isClose ? "# But it may be " : "# The next likely is ") + Self.text(choices[1])
                + ": --kind \(choices[1].kind.word) proposes that.",
        ]
    }

    private static func text(_ choice: MemberChoice) -> String {
        let points = (choice.points * 10).rounded() / 10
        let members = choice.members.isEmpty ? "no column" : choice.tellingMembers.joined(separator: ", ")
        return "\(choice.kind.word) (\(points) points, for \(members))"
    }
}
