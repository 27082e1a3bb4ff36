/// A copy that was finished, every row compared.
package struct TransferOutcome: Hashable, Sendable {
    /// By name of table.
    package internal(set) var tables: [String: TransferTally] = [:]
    /// Whether it went on with a copy that was begun before.
    package let isResumed: Bool
    /// Where the feed of changes of the source ended.
    package let lastPosition: FeedPosition

    package var total: TransferTally { tables.values.reduce(TransferTally(), +) }
}
