/// The channels by which a customer does not want to be contacted.
///
/// A refusal holds until a later grant that is at least as narrow lifts it: `all` refused and `contact` granted
/// afterwards allows contact, `contact` refused and `all` granted afterwards does not.
struct ContactRefusals: Sendable {
    private let refusals: [ConsentView]
    private let grants: [ConsentView]

    /// Purposes whose refusal forbids contact, the broadest first. A refusal of marketing does not: an agent may still
    /// call about an order.
    private static let purposes = ["all", "contact", "service"]

    /// Ways to reach anybody.
    private static let everybodysChannels: Set = ["email", "phone"]

    /// Ways by which customers reach the company and not the other way round.
    private static let inboundChannels: Set = ["chatbot", "form", "store"]

    /// `consents` as they stand, one for each purpose and channel.
    init(_ consents: [ConsentView]) {
        let relevant = consents.filter { Self.purposes.contains($0.purpose) }
        grants = relevant.filter(\.isGrant)
        refusals = relevant.filter { !$0.isGrant }
    }

    func refuse(_ channel: String) -> Bool {
        refusal(of: channel.lowercased()) != nil
    }

    /// Why the customer may not be contacted at all; nil when some channel is left of those that reach everybody, were
    /// used or were granted.
    func reason(usedChannels: [String]) -> String? {
        guard !refusals.isEmpty else { return nil }
        let used = usedChannels.map { $0.lowercased() }.filter { !Self.inboundChannels.contains($0) }
        let channels = Self.everybodysChannels.union(used).union(grants.compactMap(\.channel)).sorted()
        let found = channels.map(refusal)
        guard let first = found.first.flatMap(\.self), !found.contains(nil) else { return nil }
        if let general = found.lazy.compactMap(\.self).first(where: { $0.channel == nil }) {
            return "consent to \(general.purpose) is \(general.status.rawValue) for every channel"
        }
        return "consent to \(first.purpose) is \(first.status.rawValue) channel by channel: "
            + channels.joined(separator: ", ")
    }

    /// The refusal that closes one channel, one for every channel first.
    private func refusal(of channel: String) -> ConsentView? {
        let closing = refusals.filter { refusal in
            refusal.channel ?? channel == channel && !grants.contains { Self.lifts($0, refusal, on: channel) }
        }
        return closing.first { $0.channel == nil } ?? closing.first
    }

    private static func lifts(_ grant: ConsentView, _ refusal: ConsentView, on channel: String) -> Bool {
        guard grant.channel ?? channel == channel, grant.isAfter(refusal) else { return false }
        let isChannelNarrower = refusal.channel == nil || grant.channel != nil
        return isChannelNarrower && breadth(of: grant) >= breadth(of: refusal)
    }

    /// The greater, the narrower.
    private static func breadth(of consent: ConsentView) -> Int {
        purposes.firstIndex(of: consent.purpose) ?? purposes.count
    }
}
