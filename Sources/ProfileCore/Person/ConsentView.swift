/// What a customer agreed to, as it stands for a purpose and channel.
package struct ConsentView: Hashable, Sendable {
    /// In lower case, like the channel: sources differ in how they write both.
    package let purpose: String
    /// Nil for every channel.
    package let channel: String?
    package let status: Consent.Status
    /// When it was given or refused; when it was stated, where the source does not tell.
    package let at: Timestamp
    package let source: String
    package let recordID: String
    /// Whether the source tells when it was given or refused.
    package let isDated: Bool

    package var isGrant: Bool { status == .granted }

    /// Everything stated, but for the grants of sources that may not grant.
    static func all(from entries: [CustomerEntry], rules: ProfileRules) -> [ConsentView] {
        entries.flatMap { entry in entry.record.consents.map { ConsentView($0, of: entry) } }
            .filter { !$0.isGrant || !rules.sourcesThatOnlyRefuse.contains($0.source) }
    }

    /// What stands for each purpose and channel, ascending by both: the latest refusal unless a grant lifts it. A grant
    /// of a later time than `now` does not count yet; a refusal counts at once.
    static func derive(from statements: [ConsentView], at now: Timestamp) -> [ConsentView] {
        let counting = statements.filter { !$0.isGrant || $0.at <= now }
        return Dictionary(grouping: counting) { [$0.purpose, $0.channel ?? ""] }
            .sorted { $0.key.lexicographicallyPrecedes($1.key) }
            .compactMap { standing(among: $0.value) }
    }

    private static func standing(among statements: [ConsentView]) -> ConsentView? {
        let grants = statements.filter(\.isGrant)
        let refusal = statements.filter { !$0.isGrant }.max { $1.isLater(than: $0) }
        let lifting = grants.filter { grant in refusal.map(grant.isAfter) ?? true }
        return lifting.max { $1.isLater(than: $0) } ?? refusal
    }

    /// What sources state instead of the purpose `all`.
    private static let everything: Set = ["*", "any"]

    private init(_ consent: Consent, of entry: CustomerEntry) {
        let purpose = consent.purpose.lowercased()
        self.purpose = Self.everything.contains(purpose) ? "all" : purpose
        channel = ChannelName.consented(consent.channel?.lowercased())
        status = consent.status
        at = consent.at ?? entry.updatedAt
        source = entry.source
        recordID = entry.id
        isDated = consent.at != nil
    }

    /// Whether this grant was given after a refusal. One without a time of its own proves nothing: a nightly export
    /// states again what it stated before.
    func isAfter(_ refusal: ConsentView) -> Bool {
        isDated && at > refusal.at
    }

    private func isLater(than other: ConsentView) -> Bool {
        if at != other.at { return at > other.at }
        return (source, recordID, status.rawValue) < (other.source, other.recordID, other.status.rawValue)
    }
}
