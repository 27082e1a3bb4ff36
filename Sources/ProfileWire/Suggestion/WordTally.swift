/// The different values of a column, as long as they are few and short enough to be words of a list.
struct WordTally: Sendable {
    private(set) var isMany = false
    private var counts: [[UInt8]: Int] = [:]

    private static let most = 40
    private static let longest = 60

    mutating func add(_ value: ArraySlice<UInt8>) {
        let value = Array(value)
        guard value.count <= Self.longest, counts.count < Self.most || counts[value] != nil else {
            isMany = true
            counts = [:]
            return
        }
        counts[value, default: 0] += 1
    }

    /// In the order of the alphabet; empty when there are many.
    var words: [String] {
        Set(counts.keys.map { CleanText.clean(String(decoding: $0, as: UTF8.self)) }).filter { !$0.isEmpty }.sorted()
    }
}
