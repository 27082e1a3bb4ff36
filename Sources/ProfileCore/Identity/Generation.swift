/// Which of two people of one name somebody is: `Jr.` or `Sr.`, `II` or `III`.
enum Generation: Hashable {
    case senior, junior
    case numbered(Int)

    /// Nil where no name ends so, or names end differently.
    init?(of record: CustomerRecord) {
        let found = Set(
            [record.givenName, record.familyName, record.fullName].compactMap { $0.flatMap(Self.init(endOf:)) })
        guard found.count == 1, let only = found.first else { return nil }
        self = only
    }

    /// Reads the last word of a name, or the last before a comma; one word alone is a name.
    private init?(endOf name: String) {
        let parts = name.split(separator: ",").map { part in
            part.split { !$0.isLetter && !$0.isNumber }.map { $0.lowercased() }
        }
        guard parts.joined().count > 1 else { return nil }
        let found = parts.compactMap(\.last).compactMap { Self.words[$0] }
        guard let first = found.first else { return nil }
        self = first
    }

    private static let words: [String: Generation] = [
        "sr": .senior, "snr": .senior, "sen": .senior, "senior": .senior, "père": .senior,
        "jr": .junior, "jnr": .junior, "jun": .junior, "junior": .junior, "júnior": .junior, "fils": .junior,
        "ii": .numbered(2), "iii": .numbered(3), "iv": .numbered(4), "2nd": .numbered(2), "3rd": .numbered(3),
        "4th": .numbered(4),
    ]
}
