/// What became of one record.
package struct IngestVerdict: Hashable, Sendable {
    package enum Status: String, CaseIterable, Hashable, Sendable {
        case accepted
        /// The same was stored already.
        case unchanged
        /// A newer version is stored.
        case stale
    }

    package let status: Status
    /// The profile that holds the fact; nil when the fact was withdrawn after the record was stated.
    package let profile: ProfileID?
    /// The profile's version after the commit.
    package let version: Int
    /// The types of the identifiers that were refused to lead to it; each is a conflict for review.
    package let refused: [String]

    package init(status: Status, profile: ProfileID?, version: Int, refused: [String] = []) {
        self.status = status
        self.profile = profile
        self.version = version
        self.refused = refused
    }
}
