/// A stored source record with its provenance.
package struct Fact: Hashable, Sendable {
    package let record: SourceRecord
    /// When it was first stated. A correction makes it no younger: of those who come apart the oldest keeps the id.
    package let receivedAt: Timestamp
    package let filing: Filing

    package init(record: SourceRecord, receivedAt: Timestamp, filing: Filing) {
        self.record = record
        self.receivedAt = receivedAt
        self.filing = filing
    }

    package var key: FactKey { record.key }
}

/// Where a fact was filed, and why.
package struct Filing: Hashable, Sendable {
    /// The profile that holds the fact now.
    package var profile: ProfileID
    /// The profile it belongs to when no merge counts: where it returns to when merges are undone.
    package var home: ProfileID
    /// The identifier that led to the profile; nil when the fact began it, or came to its order.
    package var basis: Identifier?

    package init(profile: ProfileID, home: ProfileID, basis: Identifier?) {
        self.profile = profile
        self.home = home
        self.basis = basis
    }
}

/// An identifier that leads to a profile.
package struct Link: Hashable, Sendable {
    package let identifier: Identifier
    /// The profile it leads to now.
    package var profile: ProfileID
    /// The profile it belongs to when no merge counts.
    package var home: ProfileID
    /// The fact that first made the link, or another that states the identifier once that one has left.
    package let statedBy: FactKey
    package let linkedAt: Timestamp

    package init(
        identifier: Identifier, profile: ProfileID, home: ProfileID, statedBy: FactKey, linkedAt: Timestamp
    ) {
        self.identifier = identifier
        self.profile = profile
        self.home = home
        self.statedBy = statedBy
        self.linkedAt = linkedAt
    }
}

/// What makes a link one and the same link. The home takes part, so that a merge never makes two links collide.
package struct LinkKey: Hashable, Sendable {
    package let identifier: Identifier
    package let home: ProfileID

    package init(identifier: Identifier, home: ProfileID) {
        self.identifier = identifier
        self.home = home
    }
}

extension Link {
    package var key: LinkKey { LinkKey(identifier: identifier, home: home) }
}
