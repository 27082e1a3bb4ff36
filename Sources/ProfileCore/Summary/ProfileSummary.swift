/// Derived state of one profile that can be updated in small steps and always be rebuilt from its facts.
///
/// Adding facts is commutative and associative, so the order of arrival leaves no trace and two summaries can be
/// combined when their profiles merge.
package struct ProfileSummary: Hashable, Sendable {
    /// Interest fades by half in two weeks, so that older signals than these weigh nothing.
    package static let signalCapacity = 256

    /// Ascending by source and id.
    package var customers: [CustomerEntry] = []
    package var identifiers = SortedMap<Identifier, IdentifierTally>()
    /// By source; the moments are those of statement, not of what happened.
    package var sources = SortedMap<String, Span>()
    package var contact = ContactSummary()
    package var purchases = PurchaseSummary()
    package var signals = Recent<ProductSignal>()

    package init() {}

    /// How many facts the summary stands for.
    package var facts: Int { sources.values.reduce(0) { $0 + $1.count } }

    /// The identifiers that lead to the profile.
    package var heldIdentifiers: [Identifier] {
        identifiers.filter(\.value.isHeld).map(\.key)
    }
}
