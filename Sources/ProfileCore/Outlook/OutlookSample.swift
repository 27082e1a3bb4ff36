/// The customers that outlooks are learned from: those who come, or so many of them, drawn by their ids.
///
/// A customer takes some hundred bytes, so that learning takes no more memory however many there are.
package struct OutlookSample: Sendable {
    package static let standardCapacity = 500_000
    /// A figure of fewer customers would reveal what each of them did.
    private static let fewest = RecencyBand.fewest

    /// Models know what happened up to the end of this day, and the days after it judge them.
    package let until: Day
    /// How many profiles there are, those included who are not drawn or object.
    package private(set) var profiles = 0
    private let now: Timestamp
    private let days: Int
    private let capacity: Int
    /// One in 2^`halvings` customers is drawn.
    private var halvings = 0
    private var cases: [(lot: UInt64, known: OutlookCase)] = []
    private var contacts: [(lot: UInt64, known: ContactCase)] = []

    /// The day of `now` has not come to its end, so the days that judge end the day before.
    package init(at now: Timestamp, days: Int = LearnedOutlook.days, capacity: Int = standardCapacity) {
        until = now.day.advanced(by: -1 - days)
        self.now = now
        self.days = days
        self.capacity = capacity
    }

    /// Counts somebody of whom nothing is to be learned.
    package mutating func pass(_ state: ProfileState) { profiles += 1 }

    package mutating func add(_ state: ProfileState) {
        profiles += 1
        let lot = Lot(state.id).bits
        guard lot.trailingZeroBitCount >= halvings else { return }
        var summary = state.summary
        summary.settle(by: now)
        if let known = OutlookCase(PurchaseEvent.all(of: summary.purchases), until: until, days: days) {
            cases.append((lot, known))
        }
        if let first = summary.knownSince,
            let known = ContactCase(summary.inboundContacts, knownSince: first, until: until, days: days)
        {
            contacts.append((lot, known))
        }
        while max(cases.count, contacts.count) > capacity { halve() }
    }

    /// Fits the models and judges them. Nothing is learned from a group of fewer than 30 customers.
    package func evaluation() -> OutlookEvaluation {
        let cases = cases.count < Self.fewest ? [] : cases.map(\.known)
        let contacts = contacts.count < Self.fewest ? [] : contacts.map(\.known)
        let models = OutlookModels(cases, contacts: contacts, fewest: Self.fewest)
        return OutlookEvaluation(models, cases, contacts: contacts, days: days)
    }

    private mutating func halve() {
        halvings += 1
        let needed = halvings
        cases.removeAll { $0.lot.trailingZeroBitCount < needed }
        contacts.removeAll { $0.lot.trailingZeroBitCount < needed }
    }
}

extension ProfileSummary {
    private static let quartersPerDay: Int32 = 96

    /// The contacts that the customer began, as far as they are listed. A day comes several times.
    var inboundContacts: some Sequence<ContactDay> {
        contact.channels.inboundMoments.lazy.flatMap { channel in
            channel.value.counts.lazy.map { count in
                ContactDay(
                    day: Day(number: count.bucket.flooredQuotient(by: Self.quartersPerDay)), contacts: Int(count.count))
            }
        }
    }

    /// The day of the first order or inbound contact. Where the list of contacts by a channel does not reach back so
    /// far, it is the day from which on all of them are listed.
    var knownSince: Day? {
        let channels = contact.channels.inboundMoments
        let listedFrom = channels.compactMap { channel -> Day? in
            guard channel.value.earlier > 0, let first = channel.value.counts.first else { return nil }
            return Day(number: first.bucket.flooredQuotient(by: Self.quartersPerDay))
        }.max()
        return listedFrom
            ?? [purchases.counts.seen?.first.day, inboundContacts.map(\.day).min()].compactMap(\.self).min()
    }
}
