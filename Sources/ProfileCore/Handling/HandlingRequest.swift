/// A matter that somebody should take.
package struct HandlingRequest: Hashable, Sendable {
    /// A request names so many free agents at most.
    package static let freeLimit = 200

    /// As it was written.
    package let topic: String?
    /// The channel on which the customer waits.
    package let channel: String?
    package let language: String?
    /// Ids of those who may take it; nil where anybody may.
    package let free: [String]?

    package init(topic: String?, channel: String? = nil, language: String? = nil, free: [String]? = nil) {
        (self.topic, self.channel, self.language, self.free) = (topic, channel, language, free)
    }

    func among(_ free: [String]) -> HandlingRequest {
        HandlingRequest(topic: topic, channel: channel, language: language, free: free)
    }
}

/// The facts of a customer that decide who should take their matter.
package struct HandlingCustomer: Sendable {
    /// Why nothing is concluded from what the customer did; nil where it is.
    package let objection: String?
    let language: String?
    package let known: [KnownAgent]
    let preferred: PreferredChannelView?
    let refusals: ContactRefusals
    /// The topic of the latest open contact, else of the last one.
    package let topic: String?
    let today: Day

    /// `profile` was derived from `state` for `now`.
    package init(_ profile: Profile, _ state: ProfileState, at now: Timestamp) {
        let summary = state.settledSummary(at: now)
        objection = ProfilingObjection(profile.consents)?.sentence
        language = profile.person.language
        let known = KnownAgent.all(summary.contact, owner: profile.person.owner)
        self.known = objection == nil ? known : known.map(\.unrated)
        preferred = profile.contact.preferredChannel
        refusals = ContactRefusals(profile.consents)
        topic = profile.contact.open.first?.topic ?? profile.contact.last?.topic
        today = max(now, state.changedAt).day
    }

    /// Whether the customer has reason to trust an agent; nil where nothing is concluded.
    package func trusts(_ agent: KnownAgent) -> Bool? { objection == nil ? agent.isTrusted(on: today) : nil }
}
