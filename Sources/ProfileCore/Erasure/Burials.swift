/// What a store knows of tombstones that concern a decision.
package enum Burials: Hashable, Sendable {
    /// Nobody was erased, or every erasure was lifted.
    case none
    /// There are tombstones, and the decision did not say which ones concern it.
    case unseen
    /// Those of the tombstones asked for that exist.
    case found(Set<Tombstone>)

    /// `asked` is nil when nobody asked.
    package init(exist: Bool, asked: Set<Tombstone>?, found: Set<Tombstone>) {
        guard exist else {
            self = .none
            return
        }
        self = asked.map { Burials.found(found.intersection($0)) } ?? .unseen
    }
}
