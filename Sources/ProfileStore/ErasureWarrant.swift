package import ProfileCore

/// What is settled about an erasure before it is carried out.
package struct ErasureWarrant: Hashable, Sendable {
    package let id: String
    package let at: Timestamp
    package let by: String

    package init(id: String, at: Timestamp, by: String) {
        self.id = id
        self.at = at
        self.by = by
    }

    /// The erasure, once it is known what it removes.
    package func erasure(of counts: ErasureCounts, tombstones: Int) -> Erasure {
        Erasure(id: id, at: at, by: by, counts: counts, tombstones: tombstones)
    }
}
