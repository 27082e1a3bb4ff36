/// One thing that a store knows without having derived it. All of them together make the same store elsewhere.
package enum ExportEntry: Hashable, Sendable {
    /// It decides the tiers.
    case policy(VIPPolicy)
    /// The rules of identity by which all claims were judged, as the store notes them.
    case identityRules(String)
    /// A record about no customer.
    case catalogue(CatalogueEntry)
    case fact(Fact)
    case withdrawal(Withdrawal)
    /// A claim that is held.
    case held(Link)
    /// A claim that was refused.
    case refused(Conflict)
    case merge(Merge)
    case separation(Separation)
    /// The arm of somebody who would have been invited to a chat.
    case assignment(Identifier, Assignment)
    /// All of it but the summary, which is empty: that is folded from the facts.
    case profile(ProfileState)
    /// An identifier whose refused claims wait to be judged again.
    case due(Identifier)
}

extension ExportEntry {
    /// Entries come in this order, so that each finds what it builds on.
    package enum Section: Int, Comparable, CaseIterable, Sendable {
        case settings, catalogue, facts, held, refused, merges, separations, invitations, profiles, due

        package static func < (left: Section, right: Section) -> Bool { left.rawValue < right.rawValue }
    }

    package var section: Section {
        switch self {
        case .policy, .identityRules: .settings
        case .catalogue: .catalogue
        case .fact, .withdrawal: .facts
        case .held: .held
        case .refused: .refused
        case .merge: .merges
        case .separation: .separations
        case .assignment: .invitations
        case .profile: .profiles
        case .due: .due
        }
    }
}

/// What is kept of a fact that was taken back.
package struct Withdrawal: Hashable, Sendable {
    package let key: FactKey
    /// When its last version was stated: older ones that come late stay out.
    package let updatedAt: Timestamp
    /// When its last version came in.
    package let receivedAt: Timestamp
    /// Whose it was.
    package let profile: ProfileID
    package let home: ProfileID

    /// Whether a withdrawal of `time` spares what was stated at `stated`. Signatures tell the second only.
    static func spares(_ stated: Timestamp, withdrawnAt time: Timestamp) -> Bool {
        stated >= time.advanced(bySeconds: 1)
    }

    package init(
        key: FactKey, updatedAt: Timestamp, receivedAt: Timestamp, profile: ProfileID, home: ProfileID
    ) {
        self.key = key
        self.updatedAt = updatedAt
        self.receivedAt = receivedAt
        self.profile = profile
        self.home = home
    }
}
