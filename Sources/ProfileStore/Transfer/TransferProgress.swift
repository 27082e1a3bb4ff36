/// How far a copy is.
package struct TransferProgress: Hashable, Sendable {
    package enum Stage: Hashable, Sendable {
        case copying
        case comparing
    }

    package let stage: Stage
    /// Whether it goes on with a copy that had been begun before.
    package let isResumed: Bool
    /// Rows of the source that were looked at in this stage.
    package let rows: Int
    package let total: Int
}
