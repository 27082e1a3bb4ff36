/// Their words and ours; a word of theirs may mean nothing.
struct ValueTable: Hashable, Sendable {
    enum Match: Hashable, Sendable {
        case value(String?)
        case unknown
    }

    var words: [String: String?] = [:]
    /// For words that are not in the table; without it they are rejected.
    var otherwise: String?

    /// Exactly as written first, then whatever the case.
    func match(_ word: String) -> Match {
        if let found = words[word] { return .value(found) }
        let lower = word.lowercased()
        if let found = words.first(where: { $0.key.lowercased() == lower })?.value { return .value(found) }
        return otherwise.map { .value($0) } ?? .unknown
    }
}
