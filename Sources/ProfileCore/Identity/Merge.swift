/// One profile taken into another.
package struct Merge: Hashable, Sendable {
    package enum Cause: Hashable, Sendable {
        /// A record named identifiers of both.
        case record(FactKey, identifiers: [Identifier])
        /// Somebody decided it: the name of the API key and the reason given.
        case steward(name: String, reason: String)
    }

    /// The younger profile, whose id became an alias.
    package let absorbed: ProfileID
    /// The profile that took it in, as it was called then.
    package let survivor: ProfileID
    package let at: Timestamp
    package let cause: Cause
    /// When and by whom it was undone.
    package var undone: Undoing?

    package struct Undoing: Hashable, Sendable {
        package let at: Timestamp
        package let name: String
        package let reason: String

        package init(at: Timestamp, name: String, reason: String) {
            self.at = at
            self.name = name
            self.reason = reason
        }
    }

    package init(absorbed: ProfileID, survivor: ProfileID, at: Timestamp, cause: Cause, undone: Undoing? = nil) {
        self.absorbed = absorbed
        self.survivor = survivor
        self.at = at
        self.cause = cause
        self.undone = undone
    }
}
