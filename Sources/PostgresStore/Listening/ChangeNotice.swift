/// What one node tells the others: the last number of its changes, and when it told.
struct ChangeNotice: Hashable, Sendable {
    let number: Int64
    /// By the server's clock, in microseconds since 1970-01-01T00:00Z; nil when the teller did not say.
    let toldAt: Int64?

    /// Words that later versions may add are passed over.
    init?(_ text: String) {
        let words = text.split(separator: " ")
        guard let number = words.first.flatMap({ Int64($0) }) else { return nil }
        self.number = number
        toldAt = words.count > 1 ? Int64(words[1]) : nil
    }
}
