package import ProfileCore

/// The arms of people who would have been invited to a chat, by the identifiers that they were drawn by.
package protocol InvitationStore: Sendable {
    /// The assignments of the identifiers; those without one are absent.
    func assignments(of identifiers: Set<Identifier>) async throws(StoreError) -> [Identifier: Assignment]

    /// Hands the assignments of the identifiers to `decide`, and saves the one that it returns, while nobody else
    /// changes any of them and nobody is erased. Returns when it is durable.
    ///
    /// `profile` is the one whose identifiers they are. Where it is no more, nothing is handed and nothing saved: the
    /// answer is nil. Without one they are nobody's.
    func changeAssignments<Answer: Sendable>(
        of identifiers: Set<Identifier>, in profile: ProfileID?,
        _ decide: @escaping @Sendable ([Identifier: Assignment]) -> (AssignmentChange?, Answer)
    ) async throws(StoreError) -> Answer?

    /// A page of all of them, ascending by identifier.
    func assignments(after identifier: Identifier?, limit: Int) async throws(StoreError) -> [AssignmentChange]

    /// Removes what was drawn by an identifier, unless that leads to somebody.
    func forgetAssignment(ofUnlinked identifier: Identifier) async throws(StoreError)

    /// Removes assignments unchanged since `moment`.
    func forgetAssignments(unchangedSince moment: Timestamp) async throws(StoreError)
}

/// An identifier with its assignment.
package struct AssignmentChange: Hashable, Sendable {
    package let identifier: Identifier
    package let assignment: Assignment

    package init(_ identifier: Identifier, _ assignment: Assignment) {
        self.identifier = identifier
        self.assignment = assignment
    }
}
