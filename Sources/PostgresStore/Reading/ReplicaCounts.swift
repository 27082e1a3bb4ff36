import ProfileStore

/// What became of reads that might have gone to a replica, since the start.
package struct ReplicaCounts: Hashable, Sendable {
    /// Answered by the replica.
    package var reads = 0
    /// It lacked changes that this node has to show; the primary answered instead.
    package var behind = 0
    /// It gave no answer, or not in time, or is no replica of the primary; the primary answered instead.
    package var failures = 0
    /// It was not asked: it was left alone after one of the above, no connection was at hand, or the primary had not
    /// been heard for too long to know what has to be shown.
    package var skips = 0
}

extension ReplicaCounts {
    var measures: [Measure] {
        [
            Measure(
                "store_replica_reads", by: "outcome",
                [
                    "answered": .total(reads), "behind": .total(behind), "failed": .total(failures),
                    "skipped": .total(skips),
                ],
                help: "Reads that might go to a replica; the primary answered those that it did not.")
        ]
    }
}
