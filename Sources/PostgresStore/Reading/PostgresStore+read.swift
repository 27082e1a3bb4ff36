package import ProfileCore
package import ProfileStore
package import SQLStore

extension PostgresStore {
    /// What `body` reads in the answers to calls, several of which see one moment. When the calling task is cancelled,
    /// so are they.
    package func read<Value: Sendable>(
        _ calls: [PostgresCall], _ manner: ReadManner = .primary,
        _ body: @escaping @Sendable ([PostgresRows]) throws(StoreError) -> Value
    ) async throws(StoreError) -> Value {
        if [.quick, .anywhere].contains(manner), let value = await replica?.read(calls, body) { return value }
        let rows: [Rows]
        do throws(PostgresFailure) {
            rows = try await answers(to: calls, manner)
        } catch {
            throw StoreError(error)
        }
        return try body(rows)
    }

    private func answers(to calls: [Call], _ manner: ReadManner) async throws(PostgresFailure) -> [Rows] {
        if manner == .quick, calls.count == 1 { return [try await reads.read(calls[0])] }
        let frame = frame(of: calls, manner)
        let deadline: ContinuousClock.Instant? = manner == .background ? nil : .now + pool.limits.readPatience
        // On the reactor's thread: busy threads elsewhere would use up a deadline that is meant for the server.
        let rows = try await withTaskExecutorPreference(pool.reactor) { () async throws(PostgresFailure) in
            try await pool.withConnection(until: deadline) { connection async throws(PostgresFailure) in
                try await connection.runUnlessCancelled(frame.calls(around: calls))
            }
        }
        return frame.answers(of: rows)
    }

    private func frame(of calls: [Call], _ manner: ReadManner) -> Frame {
        if manner == .shownEverywhere { return .shownEverywhere(address.layout) }
        return calls.count > 1 ? .moment : .none
    }
}

// MARK: Profiles

extension PostgresStore {
    package func profiles(
        _ references: Set<ProfileReference>
    ) async throws(StoreError) -> [ProfileReference: [ProfileState]] {
        var (identifiers, ids): ([Identifier], [ProfileID]) = ([], [])
        for reference in references {
            switch reference {
            case .id(let id): ids.append(id)
            case .identifier(let identifier): identifiers.append(identifier)
            }
        }
        if address.layout == .spread { return try await profilesByKeys(identifiers, ids) }
        let call = Self.profiles(of: identifiers, and: ids)
        return try await read([call], references.count > 1 ? .anywhere : .quick) {
            [identifiers, ids] rows throws(StoreError) in
            var found: [ProfileReference: [ProfileState]] = [:]
            try rows[0].each { row throws(StoreError) in
                let place = Int(try row.integer())
                let reference: ProfileReference =
                    place > 0 ? .identifier(identifiers[place - 1]) : .id(ids[-place - 1])
                found[reference, default: []].append(try row.value())
            }
            return found
        }
    }

    /// What is asked for most, a single identifier, has a statement of its own, which costs the server less.
    private static func profiles(of identifiers: [Identifier], and ids: [ProfileID]) -> Call {
        if ids.isEmpty, identifiers.count == 1, let only = identifiers.first {
            return Statement.profilesOfOne { $0.add(only) }
        }
        return Statement.profiles {
            $0.add(identifiers: identifiers)
            $0.add(ids: ids)
        }
    }

    /// A merge between the two steps may leave an id without a profile; then they are taken again.
    private static let greatestAttempts = 5

    /// Where tables are spread: first what references lead to, then the profiles by their ids. Each statement asks only
    /// the machines that have its keys; a single one that follows links to profiles would ask all.
    private func profilesByKeys(
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
        let calls = identifiers.map { identifier in Statement.sharers { $0.add(identifier) } }
        let answers = try await read(calls + Statement.aliases.each(ids), .quick) { $0 }
        var leads: [ProfileReference: Set<ProfileID>] = [:]
        for (identifier, rows) in zip(identifiers, answers) { leads[.identifier(identifier)] = Set(try rows.ids()) }
        try answers.dropFirst(identifiers.count).first?.each { row throws(StoreError) in
            let alias = try row.id()
            leads[.id(alias)] = [try row.id()]
        }
        return leads
    }

    private func states(of ids: Set<ProfileID>) async throws(StoreError) -> [ProfileID: ProfileState] {
        guard !ids.isEmpty else { return [:] }
        var states: [ProfileID: ProfileState] = [:]
        for rows in try await read(Statement.profilesByID.each(ids), .quick, { $0 }) {
            try rows.eachState { states[$0.id] = $0 }
        }
        return states
    }
}
