/// That somebody was erased: when, by whom and how much, but not who.
package struct Erasure: Hashable, Sendable {
    /// `ers_` and letters and digits drawn for it.
    package let id: String
    package let at: Timestamp
    /// The name of the API key, or of the command.
    package let by: String
    package let counts: ErasureCounts
    /// How many names were buried.
    package let tombstones: Int
    /// Set when the person's records are taken again.
    package var lifting: Lifting?

    package struct Lifting: Hashable, Sendable {
        package let at: Timestamp
        package let by: String
        package let reason: String

        package init(at: Timestamp, by: String, reason: String) {
            self.at = at
            self.by = by
            self.reason = reason
        }
    }

    package init(
        id: String, at: Timestamp, by: String, counts: ErasureCounts, tombstones: Int, lifting: Lifting? = nil
    ) {
        self.id = id
        self.at = at
        self.by = by
        self.counts = counts
        self.tombstones = tombstones
        self.lifting = lifting
    }
}
