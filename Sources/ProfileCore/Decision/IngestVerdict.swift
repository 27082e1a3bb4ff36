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
    /// The profile that holds the fact.
    package let profile: ProfileID
    /// The profile's version after the commit.
    package let version: Int

    package init(status: Status, profile: ProfileID, version: Int) {
        self.status = status
        self.profile = profile
        self.version = version
    }
}
