/// The channels by which a customer does not want to be contacted.
///
/// A refusal holds until a later grant that is at least as narrow lifts it: `all` refused and `contact` granted
/// afterwards allows contact, `contact` refused and `all` granted afterwards does not.
struct ContactRefusals: Sendable {
    /// For every channel, and by channel.
    private let general: [ConsentView]
    private let special: [String: [ConsentView]]

    /// Purposes whose refusal forbids contact, the broadest first. A refusal of marketing does not: an agent may still
    /// call about an order.
    private static let purposes = ["all", "contact", "service"]

    /// Ways to reach anybody.
    private static let everybodysChannels: Set = ["email", "phone"]

    /// Ways by which customers reach the company and not the other way round.
    private static let inboundChannels: Set = ["chatbot", "form", "store"]

    private static let namedChannels = 5

    /// `consents` as they stand, one for each purpose and channel.
    init(_ consents: [ConsentView]) {
        let relevant = consents.filter { Self.purposes.contains($0.purpose) }
        general = relevant.filter { $0.channel == nil }
        special = Dictionary(grouping: relevant.filter { $0.channel != nil }) { $0.channel ?? "" }
    }

    func refuse(_ channel: String) -> Bool {
        refusal(of: ChannelName.plain(channel.lowercased())) != nil
    }

    /// Why the customer may not be contacted by a channel; nil when they may.
    func reason(against channel: String) -> String? {
        refusal(of: ChannelName.plain(channel)).map { refusal in
            "consent to \(refusal.purpose) is \(refusal.status.rawValue)" + (refusal.channel.map { " for \($0)" } ?? "")
        }
    }

    /// Why the customer may not be contacted at all; nil when some channel is left of those that reach everybody, were
    /// used or were granted.
    func reason(usedChannels: [String]) -> String? {
        guard !general.isEmpty || !special.isEmpty else { return nil }
        let used = usedChannels.map { ChannelName.plain($0.lowercased()) }.filter { !Self.inboundChannels.contains($0) }
        let granted = special.filter { $0.value.contains(where: \.isGrant) }.keys
        let channels = Self.everybodysChannels.union(used).union(granted).sorted()
        var found: [ConsentView] = []
        for channel in channels {
            guard let refusal = refusal(of: channel) else { return nil }
            found.append(refusal)
        }
        return Self.sentence(for: found, channels)
    }

    private static func sentence(for refusals: [ConsentView], _ channels: [String]) -> String? {
        guard let refusal = refusals.first(where: { $0.channel == nil }) ?? refusals.first else { return nil }
        let words = "consent to \(refusal.purpose) is \(refusal.status.rawValue)"
        guard refusal.channel != nil else { return words + " for every channel" }
        let rest = channels.count > namedChannels ? " and \(channels.count - namedChannels) more" : ""
        return words + " channel by channel: " + channels.prefix(namedChannels).joined(separator: ", ") + rest
    }

    /// The refusal that closes one channel, one for every channel first.
    private func refusal(of channel: String) -> ConsentView? {
        let relevant = general + (special[channel] ?? [])
        return relevant.first { refusal in
            !refusal.isGrant && !relevant.contains { Self.lifts($0, refusal) }
        }
    }

    /// Of two that concern one channel.
    private static func lifts(_ grant: ConsentView, _ refusal: ConsentView) -> Bool {
        guard grant.isGrant, grant.isAfter(refusal) else { return false }
        let isChannelNarrower = refusal.channel == nil || grant.channel != nil
        return isChannelNarrower && breadth(of: grant) >= breadth(of: refusal)
    }

    /// The greater, the narrower.
    private static func breadth(of consent: ConsentView) -> Int {
        purposes.firstIndex(of: consent.purpose) ?? purposes.count
    }
}
