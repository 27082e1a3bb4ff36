import ProfileStore

/// What one node tells the others: a position after its changes, and when it told.
struct ChangeNotice: Hashable, Sendable {
    let position: FeedPosition
    /// By the server's clock, in microseconds since 1970-01-01T00:00Z; nil when the teller did not say.
    let toldAt: Int64?

    /// Words that later versions may add are passed over.
    init?(_ text: String) {
        let words = text.split(separator: " ")
        guard let position = words.first.flatMap({ FeedPosition(String($0)) }) else { return nil }
        self.position = position
        toldAt = words.count > 1 ? Int64(words[1]) : nil
    }
}
