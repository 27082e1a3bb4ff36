package import ProfileCore
package import ProfileStore

extension SQLProfileStore {
    package func assignments(
        of identifiers: Set<Identifier>
    ) async throws(StoreError) -> [Identifier: Assignment] {
        let calls = Statement.assignments.each(identifiers.sorted()) { $0.add($1) }
        guard !calls.isEmpty else { return [:] }
        return try await read(calls, .primary) { answers throws(StoreError) in try Self.assignments(answers) }
    }

    package func changeAssignments<Answer: Sendable>(
        of identifiers: Set<Identifier>, in profile: ProfileID?,
        _ decide: @escaping @Sendable ([Identifier: Assignment]) -> (AssignmentChange?, Answer)
    ) async throws(StoreError) -> Answer? {
        let asking = Statement.profilesByID.each([profile].compactMap(\.self))
        let calls = asking + Statement.assignments.each(identifiers.sorted()) { $0.add($1) }
        return try await write(excluding: .identifiers(identifiers), weight: 1, asking: calls) {
            answers throws(StoreError) in
            if !asking.isEmpty, try answers[0].isEmpty { return ([], nil) }
            let (change, answer) = decide(try Self.assignments(answers.dropFirst(asking.count)))
            return (Self.saving(change), answer)
        }
    }

    package func assignments(
        after identifier: Identifier?, limit: Int
    ) async throws(StoreError) -> [AssignmentChange] {
        let call = Statement.assignmentsInOrder.with {
            $0.add(identifier ?? Identifier(type: "", value: ""))
            $0.add(max(limit, 0))
        }
        return try await read(call, .background) { rows throws(StoreError) in
            try rows.all { row throws(StoreError) in AssignmentChange(try row.identifier(), try row.value()) }
        }
    }

    package func forgetAssignment(ofUnlinked identifier: Identifier) async throws(StoreError) {
        let calls = Statement.forgetUnlinkedAssignments.each([identifier]) { $0.add($1) }
        try await write(calls, excluding: .identifiers([identifier]))
    }

    package func forgetAssignments(unchangedSince moment: Timestamp) async throws(StoreError) {
        try await write([Statement.forgetAssignments.with { $0.add(moment) }])
    }

    private static func assignments(
        _ answers: some Sequence<Statement.Rows>
    ) throws(StoreError) -> [Identifier: Assignment] {
        var found: [Identifier: Assignment] = [:]
        for rows in answers {
            try rows.each { row throws(StoreError) in
                let identifier = try row.identifier()
                found[identifier] = try row.value()
            }
        }
        return found
    }

    private static func saving(_ change: AssignmentChange?) -> [Statement.Call] {
        Statement.saveAssignments.each([change].compactMap(\.self)) {
            $0.add($1.identifier)
            $0.add($1.assignment.changedAt)
            $0.add(Stored.bytes(of: $1.assignment))
        }
    }
}
