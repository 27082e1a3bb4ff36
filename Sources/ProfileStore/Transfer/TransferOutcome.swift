/// A copy that was finished, every row compared.
package struct TransferOutcome: Hashable, Sendable {
    /// By name of table.
    package internal(set) var tables: [String: TransferTally] = [:]
    /// Whether it went on with a copy that was begun before.
    package let isResumed: Bool
    /// The number of the last change in both stores.
    package let lastChange: Int64

    package var total: TransferTally { tables.values.reduce(TransferTally(), +) }
}
