/// Derived state of one profile that can be updated in small steps and always be rebuilt from its facts.
///
/// Adding facts is commutative and associative, so the order of arrival leaves no trace and two summaries can be
/// combined when their profiles merge.
package struct ProfileSummary: Hashable, Sendable {
    /// Interest fades by half in two weeks, so that older views than these weigh nothing.
    package static let viewCapacity = 256
    package static let wishCapacity = 64
    package static let cartCapacity = 128

    /// Ascending by source and id.
    package var customers: [CustomerEntry] = []
    /// Those that lead to the profile; what is refused to it lies with the claims.
    package var identifiers = SortedMap<Identifier, IdentifierTally>()
    package var bonds = Bonds()
    /// By source; the moments are those of statement, not of what happened.
    package var sources = SortedMap<String, Span>()
    package var contact = ContactSummary()
    package var purchases = PurchaseSummary()
    /// Products looked at and searched for.
    package var views = Recent<ProductSignal>()
    package var wishes = Recent<ProductSignal>()
    /// Put into the cart and taken out of it. They have a place of their own, so that no browsing crowds them out.
    package var cart = Recent<ProductSignal>()
    /// What is still to come and counts in nothing above but `identifiers` and `sources`.
    package var upcoming = Upcoming()

    /// Of which kinds of tallies only some are listed, and how many there are.
    package var shelved = SortedMap<TallyKind, ShelfCount>()

    /// The derivation that all of this follows from: the earliest of those that had a part in it.
    package var derivation = Self.derivation
    /// What a later version wrote beside these.
    package var unknownFields: [UInt8] = []

    /// Moves when the same facts give other summaries, as with each new part, so that those of before are folded anew.
    package static let derivation = max(earliestServed, ContactSummary.derivation)
    /// Of a derivation before this one nothing can be served.
    package static let earliestServed = 2

    package init() {}

    /// Signs of interest in products of every kind.
    package var signals: [ProductSignal] { views.items + wishes.items + cart.items }

    /// How many facts the summary stands for.
    package var facts: Int { sources.values.reduce(0) { $0 + $1.count } }

    /// The identifiers that hold the profile together.
    package var bindingIdentifiers: [Identifier] {
        identifiers.filter(\.value.binds).map(\.key)
    }

    /// Whether its facts still hang together by what they state.
    var isConnected: Bool { bonds.connect(bindingIdentifiers) }
}
