/// What a customer agreed to, as last stated for a purpose and channel.
package struct ConsentView: Hashable, Sendable {
    package let purpose: String
    /// Nil for every channel.
    package let channel: String?
    package let status: Consent.Status
    /// When it was given or refused; when it was stated, where the source does not tell.
    package let at: Timestamp
    package let source: String
    package let recordID: String

    /// Purposes whose refusal forbids contact. A refusal of marketing does not: an agent may still call about an order.
    package static let contactPurposes: Set<String> = ["contact", "service", "all"]

    /// The latest statement of each purpose and channel, a refusal winning over a grant of the same moment; ascending
    /// by purpose and channel.
    package static func derive(from entries: [CustomerEntry]) -> [ConsentView] {
        var latest: [[String]: ConsentView] = [:]
        for view in entries.lazy.flatMap({ entry in entry.record.consents.map { ConsentView($0, of: entry) } }) {
            let key = [view.purpose, view.channel ?? ""]
            if let held = latest[key], !view.beats(held) { continue }
            latest[key] = view
        }
        return latest.sorted { $0.key.lexicographicallyPrecedes($1.key) }.map(\.value)
    }

    /// The refusal that leaves no channel: one for every channel, after which no single channel was granted again.
    package static func refusal(in consents: [ConsentView]) -> ConsentView? {
        let relevant = consents.filter { contactPurposes.contains($0.purpose) }
        return relevant.first { refusal in
            guard refusal.channel == nil, refusal.status != .granted else { return false }
            return !relevant.contains { $0.channel != nil && $0.status == .granted && $0.at > refusal.at }
        }
    }

    private init(_ consent: Consent, of entry: CustomerEntry) {
        purpose = consent.purpose
        channel = consent.channel
        status = consent.status
        at = consent.at ?? entry.updatedAt
        source = entry.source
        recordID = entry.id
    }

    private func beats(_ other: ConsentView) -> Bool {
        if at != other.at { return at > other.at }
        if (status == .granted) != (other.status == .granted) { return status != .granted }
        return (source, recordID, status.rawValue) < (other.source, other.recordID, other.status.rawValue)
    }
}
