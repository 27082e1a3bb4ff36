package import ProfileCore
package import ProfileStore

// MARK: The change feed

extension SQLProfileStore {
    package func events(
        of profiles: Set<ProfileID>, after position: FeedPosition
    ) async throws(StoreError) -> [NumberedEvent] {
        let calls = Statement.eventsOfProfiles.each(profiles)
        guard !calls.isEmpty else { return [] }
        let events = try await read(calls, .primary) { answers throws(StoreError) in
            var events: [NumberedEvent] = []
            for rows in answers {
                events += try rows.all { row throws(StoreError) in
                    NumberedEvent(
                        Self.number(stored: try row.integer()), profile: try row.id(), try row.value())
                }
            }
            return events
        }
        return events.filter { !position.covers($0.number) }.sorted { $0.number.value < $1.number.value }
    }

    package func announcedTiers(
        of profiles: Set<ProfileID>
    ) async throws(StoreError) -> [ProfileID: AnnouncedTier] {
        let calls = Statement.announcedTiers.each(profiles)
        guard !calls.isEmpty else { return [:] }
        return try await read(calls, .background) { answers throws(StoreError) in
            var tiers: [ProfileID: AnnouncedTier] = [:]
            for rows in answers {
                try rows.each { row throws(StoreError) in
                    tiers[try row.id()] = AnnouncedTier(
                        tier: try row.optionalText(), until: try row.optionalMoment())
                }
            }
            return tiers
        }
    }

    package func endedTiers(at now: Timestamp, limit: Int) async throws(StoreError) -> [ProfileID] {
        let call = Statement.endedTiers.with {
            $0.add(now)
            $0.add(max(limit, 0))
        }
        return try await read(call, .background) { rows throws(StoreError) in try rows.ids() }
    }

    package func forgetEvents(before moment: Timestamp) async throws(StoreError) {
        try await write([Statement.forgetEvents.with { $0.add(moment) }])
    }
}

extension SQLStatement {
    /// The rows of the change feed that need no number of a change.
    static func feed(_ decisions: [Decision]) -> [Call] {
        var calls: [Call] = []
        calls.add(removeEvents, decisions.flatMap { $0.erases ? $0.changedProfiles : [] })
        let announced = decisions.flatMap { $0.announced }.sorted { $0.key < $1.key }
        let ended = announced.filter { $0.value.to == .none }.map(\.key)
        calls.add(removeTiers, Array(Set(ended + decisions.flatMap { $0.removedProfiles })))
        calls.add(saveTiers, announced.filter { $0.value.to != .none }) {
            $0.add($1.key)
            $0.add($1.value.to.tier)
            $0.add($1.value.to.until)
        }
        return calls
    }
}

extension RowColumns {
    /// A profile or an event, in the columns that the statements of every engine give them.
    package mutating func feedRow(_ number: (Int64) -> ChangeNumber) throws(StoreError) -> FeedRow {
        let (stored, profile, at) = (try integer(), try id(), try moment())
        let (place, version) = (try optionalInteger(), try optionalInteger().map(Int.init))
        let begun = try optionalInteger().map(number)
        var parts: [ChangeNumber?] = []
        for _ in ChangedParts.places { parts.append(try optionalInteger().map(number)) }
        guard let place else {
            return FeedRow(number(stored), profile: profile, at: at, .profile(version: version, begun: begun, parts))
        }
        return FeedRow(number(stored), profile: profile, at: at, .event(place: Int(place), try value()))
    }
}

// MARK: Sessions and tickets

extension SQLProfileStore {
    package func put(_ session: Session) async throws(StoreError) {
        let saving = Statement.saveSession.with {
            $0.add(session.id)
            $0.add(session.createdAt)
            $0.add(session.expiresAt)
            $0.add(Stored.bytes(of: session))
        }
        try await write([Statement.removeSessionsOver.with { $0.add(session.createdAt) }, saving])
    }

    package func session(_ id: String) async throws(StoreError) -> Session? {
        try await read(Statement.session.with { $0.add(id) }) { rows throws(StoreError) in
            try rows.first { row throws(StoreError) in try row.value() }
        }
    }

    package func sessions(
        at now: Timestamp, limit: Int, where counts: @Sendable (Session) -> Bool
    ) async throws(StoreError) -> [Session] {
        var (found, last): ([Session], Session?) = ([], nil)
        while found.count < limit {
            let page = try await sessions(after: last, at: now, limit: limit)
            found += page.filter(counts)
            guard page.count == limit else { break }
            last = page.last
        }
        return Array(found.prefix(max(limit, 0)))
    }

    private func sessions(
        after session: Session?, at now: Timestamp, limit: Int
    ) async throws(StoreError) -> [Session] {
        let call = Statement.sessions.with {
            $0.add(now)
            $0.add(session?.createdAt ?? Timestamp(milliseconds: .max))
            $0.add(session?.id ?? "")
            $0.add(limit)
        }
        return try await read(call) { rows throws(StoreError) in try rows.values() }
    }

    package func removeSession(_ id: String) async throws(StoreError) -> Bool {
        let call = Statement.removeSession.with { $0.add(id) }
        return try await write(excluding: .nobody, weight: 1, asking: [call]) { rows throws(StoreError) in
            ([], try !rows[0].isEmpty)
        }
    }

    package func put(_ ticket: Ticket, at now: Timestamp) async throws(StoreError) {
        let saving = Statement.saveTicket.with {
            $0.add(ticket.id)
            $0.add(ticket.expiresAt)
            $0.add(Stored.bytes(of: ticket))
        }
        try await write([Statement.removeTicketsOver.with { $0.add(now) }, saving])
    }

    package func takeTicket(_ id: String) async throws(StoreError) -> Ticket? {
        let call = Statement.takeTicket.with { $0.add(id) }
        return try await write(excluding: .nobody, weight: 1, asking: [call]) { rows throws(StoreError) in
            ([], try rows[0].first { row throws(StoreError) in try row.value() })
        }
    }
}
