import ProfileCore
import ProfileStore

/// Reading profiles where tables are spread: first what references lead to, then the profiles by their ids. Each
/// statement asks only the machines that have its keys; a single one that follows links to profiles would ask all.
extension PostgresStore {
    /// A merge between the two steps may leave an id without a profile; then they are taken again.
    private static let greatestAttempts = 5

    func profilesByKeys(
        _ identifiers: [Identifier], _ ids: [ProfileID]
    ) async throws(StoreError) -> [ProfileReference: [ProfileState]] {
        var found: [ProfileReference: [ProfileState]] = [:]
        for _ in 0..<Self.greatestAttempts {
            let leads = try await leads(of: identifiers, and: ids)
            let states = try await states(of: leads.values.reduce(into: Set(ids)) { $0.formUnion($1) })
            found = [:]
            for (reference, led) in leads {
                let reached = led.sorted().compactMap { states[$0] }
                if !reached.isEmpty { found[reference] = reached }
            }
            for id in ids where leads[.id(id)] == nil { found[.id(id)] = states[id].map { [$0] } }
            if leads.values.joined().allSatisfy({ states[$0] != nil }) { break }
        }
        return found
    }

    /// The ids that references lead to; an id that is no alias leads nowhere.
    private func leads(
        of identifiers: [Identifier], and ids: [ProfileID]
    ) async throws(StoreError) -> [ProfileReference: Set<ProfileID>] {
        var calls = identifiers.map { identifier in Statement.sharers { $0.add(identifier) } }
        if !ids.isEmpty { calls.append(Statement.aliases { $0.add(ids: ids.map(Optional.init)) }) }
        let answers = try await read(calls, .quick) { $0 }
        var leads: [ProfileReference: Set<ProfileID>] = [:]
        for (identifier, rows) in zip(identifiers, answers) {
            let led = try rows.all { columns throws(StoreError) in try columns.id() }
            leads[.identifier(identifier)] = Set(led)
        }
        try answers.dropFirst(identifiers.count).first?.each { columns throws(StoreError) in
            let alias = try columns.id()
            leads[.id(alias)] = [try columns.id()]
        }
        return leads
    }

    private func states(of ids: Set<ProfileID>) async throws(StoreError) -> [ProfileID: ProfileState] {
        guard !ids.isEmpty else { return [:] }
        let call = Statement.profilesByID { $0.add(ids: ids.sorted().map(Optional.init)) }
        var states: [ProfileID: ProfileState] = [:]
        try await read([call], .quick) { $0 }.first?.each { columns throws(StoreError) in
            let state: ProfileState = try columns.value()
            states[state.id] = state
        }
        return states
    }
}
