import ProfileCore

/// Which column each member of a kind would take, and how much that says for the kind.
struct MemberChoice: Sendable {
    struct Member: Sendable {
        let hint: MemberHint
        let column: ColumnSample
        /// From 0 to 100; 0 where the values alone speak for the column.
        let likeness: Int

        var path: String { hint.path.joined(separator: ".") }
    }

    let kind: RecordKind
    /// In the order of the hints.
    private(set) var members: [Member]

    private static let least = 30

    init(_ kind: RecordKind, _ columns: [ColumnSample], isJSON: Bool = false) {
        self.kind = kind
        let hints = KindHints.of(kind).members
        var candidates: [(hint: Int, column: Int, likeness: Int)] = []
        for (index, hint) in hints.enumerated() {
            for (place, column) in columns.enumerated() {
                guard column.mayHold(hint, isJSON: isJSON) else { continue }
                let likeness = Self.likeness(of: column, to: hint)
                if likeness >= Self.least { candidates.append((index, place, likeness)) }
            }
        }
        candidates.sort { ($1.likeness, $0.hint, $0.column) < ($0.likeness, $1.hint, $1.column) }
        var takenColumns: Set<Int> = []
        var chosen: [[String]: Member] = [:]
        for (index, place, likeness) in candidates {
            let hint = hints[index]
            guard chosen[hint.path] == nil, takenColumns.insert(place).inserted else { continue }
            chosen[hint.path] = Member(hint: hint, column: columns[place], likeness: likeness)
        }
        members = Self.inOrder(chosen.values, of: hints)
    }

    /// Members of one object stand together, whichever of its hints found them.
    private static func inOrder(_ members: some Sequence<Member>, of hints: [MemberHint]) -> [Member] {
        let places = Dictionary(hints.enumerated().map { ($1.path, $0) }, uniquingKeysWith: min)
        return members.sorted { places[$0.hint.path, default: 0] < places[$1.hint.path, default: 0] }
    }

    /// The list that most members stand in, where any do.
    var list: String? {
        let lists = Dictionary(grouping: members.compactMap(\.column.list)) { $0 }.mapValues(\.count)
        return lists.max { ($0.value, $1.key) < ($1.value, $0.key) }?.key
    }

    func column(_ path: String) -> ColumnSample? {
        members.first { $0.path == path }?.column
    }

    /// How much the columns say for the kind.
    var points: Double {
        let sum = members.reduce(0) { $0 + Double($1.hint.weight * $1.likeness) / 1000 }
        return sum * completeness
    }

    /// The members that say most, for people.
    var tellingMembers: [String] {
        members.sorted { $1.hint.weight * $1.likeness < $0.hint.weight * $0.likeness }.prefix(5).map(\.path)
    }

    // MARK: What no header names

    /// The choice, filled where a record needs a moment or a currency and no header names one: with the only column
    /// left that holds nothing but dates, and the only one that holds nothing but codes of currencies.
    func filledByValues(_ columns: [ColumnSample]) -> MemberChoice {
        var filled = self
        if let moment = kind.momentField { filled.fill(moment, from: columns, where: ValueShape.areDates) }
        let needsCurrency = KindHints.of(kind).standards["currency"] != nil
        if needsCurrency, !columns.contains(where: { CurrencyWord.of($0.name) != nil }) {
            filled.fill("currency", from: columns, where: ValueShape.areCurrencies)
        }
        return filled
    }

    private mutating func fill(
        _ path: String, from columns: [ColumnSample], where holdsSuch: (ColumnSample) -> Bool
    ) {
        let hints = KindHints.of(kind).members
        guard !has(path), let hint = hints.first(where: { $0.path == [path] }) else { return }
        let left = columns.filter { column in column.list == nil && holdsSuch(column) && !uses(column) }
        guard left.count == 1 else { return }
        members = Self.inOrder(members + [Member(hint: hint, column: left[0], likeness: 0)], of: hints)
    }

    private func uses(_ column: ColumnSample) -> Bool {
        members.contains { $0.column.title == column.title && $0.column.nth == column.nth }
    }

    // MARK: How a column fits

    private static func likeness(of column: ColumnSample, to hint: MemberHint) -> Int {
        guard !column.header.plain.hasPrefix("rejected") else { return 0 }
        var best = 0
        for (rank, name) in hint.names.enumerated() {
            best = max(best, column.header.likeness(to: name) - min(rank, 30))
            if best > 99 - rank { break }
        }
        if hint.shape == .email, column.share(ValueShape.isEmail) > 0.9 { best = max(best, 60) }
        return best > 0 ? Int(Double(best) * ValueShape.fitness(of: column, for: hint.shape)) : 0
    }

    // MARK: What a kind cannot do without

    private func has(_ path: String) -> Bool {
        members.contains { $0.path == path }
    }

    private var completeness: Double {
        let hints = KindHints.of(kind)
        let isDated = kind.momentField.map(has) ?? true
        return (hints.telling.contains(where: has) ? 1 : hints.untold) * (isDated ? 1 : hints.undated)
            * (hints.isDealing ? eachAboutAnother : 1)
    }

    /// Dealings without numbers of their own, of which no two are with one customer, are customers rather.
    private var eachAboutAnother: Double {
        guard let customer = column("customer.id"), customer.isUnique, customer.values.count > 20 else { return 1 }
        return has("id") ? 1 : 0.6
    }
}

/// The kinds a file may be of, by what its columns say for each, the likeliest first.
struct KindRanking: Sendable {
    let choices: [MemberChoice]

    init(_ columns: [ColumnSample], isJSON: Bool) {
        // What is about nobody is proposed to those who ask for it. A customer's columns stand in files of every kind,
        // so that it comes last of equals.
        let kinds = RecordKind.ofProfiles
        let order = kinds.filter { $0.subject != .itself } + kinds.filter { $0.subject == .itself }
        choices = order.map { MemberChoice($0, columns, isJSON: isJSON) }.enumerated().sorted { one, other in
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
