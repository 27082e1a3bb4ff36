/// What became of one record.
package struct IngestVerdict: Hashable, Sendable {
    package enum Status: String, CaseIterable, Hashable, Sendable {
        case accepted
        /// The same was stored already.
        case unchanged
        /// A newer version is stored.
        case stale
        /// Whom it is about was erased; nothing of it is kept.
        case suppressed
    }

    package let status: Status
    /// The profile that holds the fact; nil when none does: it was withdrawn later, or nothing of it may be kept.
    package let profile: ProfileID?
    /// The profile's version after the commit.
    package let version: Int
    /// The types of the identifiers that were refused to lead to it; each is a conflict for review.
    package let refused: [String]
    /// The types of the identifiers that the record was taken without, because they were erased.
    package let buried: [String]

    package init(
        status: Status, profile: ProfileID?, version: Int, refused: [String] = [], buried: [String] = []
    ) {
        self.status = status
        self.profile = profile
        self.version = version
        self.refused = refused
        self.buried = buried
    }
}
