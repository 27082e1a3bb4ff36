import ProfileCore
import ProfileStore

extension StoreContract {
    static let feed = [
        Clause("the feed tells each profile once, with what of it changed since the position asked") { trial in
            try await trial.save { decision in
                for number in 1...3 as ClosedRange<UInt64> { decision.file([], under: .sample(number)) }
            }
            let first = try await trial.feed()
            try promise(first.entries.map(\.profile), is: (1...3).map { .sample($0) }, "profiles")
            try promise(Set(first.entries.map(\.content)), is: [.changed(.all)], "what changed at first")
            for (version, parts) in [(2, ChangedParts.orders), (3, .activities), (4, .promises)] {
                try await trial.save { decision in
                    decision.file([], under: .sample(2), version: version)
                    decision.touched[.sample(2)] = parts
                }
            }
            try await trial.save { $0.removedProfiles = [.sample(3)] }
            let second = try await trial.feed(after: first.position)
            try promise(
                second.entries.map(\.content), is: [.changed([.orders, .activities, .promises]), .gone],
                "what changed since")
            try promise(try await trial.feed(after: second.position).entries, is: [], "what changed after that")
            let whole = try await trial.feed()
            try promise(whole.entries.count, is: 3, "entries from the start")
        },
        Clause("a reader hears of all parts of a change that noted none, also after the next one") { trial in
            try await trial.save { $0.file([], under: .sample(1)) }
            try await trial.forgetParts()
            let known = try await trial.feed().position
            try await trial.save { decision in
                decision.file([], under: .sample(1), version: 2)
                decision.touched[.sample(1)] = .orders
            }
            try promise(try await trial.feed().entries.map(\.content), is: [.changed(.all)], "what changed at all")
            let since = try await trial.feed(after: known).entries.map(\.content)
            try promise(since, is: [.changed(.orders)], "what changed since")
        },
        Clause("events come with the number of their change, all of one change on one page") { trial in
            try await trial.save { decision in
                decision.file([], under: .sample(1))
                decision.announced[.sample(1)] = (nil, AnnouncedTier(tier: "gold", until: .sample(9)))
                decision.file([], under: .sample(2))
            }
            let page = try await trial.feed()
            let tier = ProfileEvent.tier(from: nil, to: "gold")
            try promise(
                page.entries.filter { $0.content == .event(tier) }.map(\.profile), is: [.sample(1)], "events")
            let events = try await trial.store.events(of: [.sample(1), .sample(2)], after: .start)
            try promise(events.map(\.event), is: [tier], "events of profiles")
            try promise(
                try await trial.store.events(of: [.sample(1)], after: page.position), is: [], "events after them")
            try await trial.store.forgetEvents(before: .sample(1_000_001))
            let kept = try await trial.feed()
            try promise(Set(kept.entries.map(\.content)), is: [.changed(.all)], "what is left without events")
        },
        Clause("announced tiers are kept, found when they end, and gone with an erasure") { trial in
            try await trial.save { decision in
                decision.file([.order("1", by: [.crm("1")])], under: .sample(1))
                decision.announced[.sample(1)] = (nil, AnnouncedTier(tier: "gold", until: .sample(9)))
                decision.announced[.sample(2)] = (nil, .none)
            }
            let tiers = try await trial.store.announcedTiers(of: [.sample(1), .sample(2), .sample(3)])
            try promise(tiers, is: [.sample(1): AnnouncedTier(tier: "gold", until: .sample(9))], "tiers")
            try promise(try await trial.store.endedTiers(at: .sample(8), limit: 9), is: [], "ended before")
            try promise(try await trial.store.endedTiers(at: .sample(9), limit: 9), is: [.sample(1)], "ended")
            let warrant = ErasureWarrant(id: "ers_1", at: .sample(2_000_000), by: "desk")
            _ = try await trial.store.erase(.id(.sample(1)), warrant) { _ in Tombstone(high: 1, low: 2) }
            try promise(try await trial.store.announcedTiers(of: [.sample(1)]), is: [:], "tiers of the erased")
            let entries = try await trial.feed().entries
            try promise(entries.map(\.content), is: [.gone], "what the feed tells of the erased")
        },
        Clause("a reader of the feed who goes on from where it stopped misses and repeats nothing") { trial in
            async let writing: Void = withThrowingTaskGroup(of: Void.self) { group in
                for number in 1...200 as ClosedRange<UInt64> {
                    group.addTask {
                        try await trial.save { decision in
                            decision.file([], under: .sample(number))
                            decision.announced[.sample(number)] = (nil, AnnouncedTier(tier: "\(number)", until: nil))
                        }
                    }
                }
                try await group.waitForAll()
            }
            var (seen, position): ([FeedEntry], FeedPosition) = ([], .start)
            while seen.count < 200 {
                let page = try await trial.store.feed(after: position, limit: 7)
                seen += page.entries
                position = page.position
            }
            try await writing
            while true {
                let page = try await trial.store.feed(after: position, limit: 7)
                seen += page.entries
                position = page.position
                if page.isLast { break }
            }
            let changed = seen.filter { $0.content == .changed(.all) }.map(\.profile)
            try promise(changed.count == 200 && Set(changed).count == 200, "profiles seen")
            let tiers = seen.compactMap { entry -> String? in
                if case .event(.tier(_, let tier)) = entry.content { tier } else { nil }
            }
            try promise(tiers.count == 200 && Set(tiers).count == 200, "events seen")
        },
        Clause("sessions are found until they are removed; those that are over go with the next") { trial in
            let older = session("ses_a", from: 0, to: 10)
            let newer = session("ses_b", from: 1, to: 20)
            for session in [older, newer] { try await trial.store.put(session) }
            try promise(try await trial.store.session("ses_a"), is: older, "session")
            try promise(try await trial.sessions(at: 5), is: [newer, older], "sessions")
            try promise(try await trial.sessions(at: 10), is: [newer], "sessions later")
            try promise(try await trial.store.removeSession("ses_b"), is: true, "removal")
            try promise(try await trial.store.removeSession("ses_b"), is: false, "second removal")
            try await trial.store.put(session("ses_c", from: 10, to: 30))
            try promise(try await trial.store.session("ses_a"), is: nil, "session that was over")
        },
        Clause("sessions that do not count take no place among those that are listed, newest first") { trial in
            let sessions = ["ses_c", "ses_a", "ses_d", "ses_b", "ses_e"].enumerated().map { place, id in
                session(id, from: place / 2, to: 10)
            }
            for session in sessions { try await trial.store.put(session) }
            let all = ["ses_e", "ses_b", "ses_d", "ses_a", "ses_c"]
            try promise(try await trial.sessions(at: 5).map(\.id), is: all, "all sessions")
            let counted = ["ses_d", "ses_a", "ses_c"]
            for limit in 0...3 {
                let listed = try await trial.sessions(at: 5, limit: limit) { counted.contains($0.id) }
                try promise(listed.map(\.id), is: Array(counted.prefix(limit)), "\(limit) of those that count")
            }
        },
        Clause("of many who ask for a ticket one gets it, and nobody once it is over and the next was made") { trial in
            let ticket = Ticket(id: "one", keyID: "k", sessionID: "ses_a", expiresAt: .sample(10))
            try await trial.store.put(ticket, at: .sample(0))
            let taken = try await withThrowingTaskGroup(of: Ticket?.self) { group in
                for _ in 1...9 { group.addTask { try await trial.store.takeTicket("one") } }
                return try await group.reduce(into: [Ticket]()) { found, ticket in
                    if let ticket { found.append(ticket) }
                }
            }
            try promise(taken, is: [ticket], "tickets taken")
            try await trial.store.put(ticket, at: .sample(0))
            let next = Ticket(id: "two", keyID: "k", sessionID: nil, expiresAt: .sample(20))
            try await trial.store.put(next, at: .sample(10))
            try promise(try await trial.store.takeTicket("one"), is: nil, "ticket that was over")
            try promise(try await trial.store.takeTicket("two"), is: next, "next ticket")
        },
    ]

    private static func session(_ id: String, from start: Int, to end: Int) -> Session {
        Session(
            id: id, secretHash: Array(0...31), keyID: "k", createdAt: .sample(start), expiresAt: .sample(end))
    }
}

extension Trial {
    fileprivate func feed(after position: FeedPosition = .start) async throws -> FeedPage {
        let page = try await store.feed(after: position, limit: 100_000)
        let ordered = page.entries.sorted { $0.profile < $1.profile }
        return FeedPage(entries: ordered, position: page.position, isLast: page.isLast)
    }

    fileprivate func sessions(
        at seconds: Int, limit: Int = 9, where counts: @Sendable (Session) -> Bool = { _ in true }
    ) async throws -> [Session] {
        try await store.sessions(at: .sample(seconds), limit: limit, where: counts)
    }

    /// Leaves profiles as they were before a store noted which parts of them changed.
    fileprivate func forgetParts() async throws {
        try await store.beginTransfer(from: "an earlier version")
        let rows = try await store.page(of: .profiles, after: nil, limit: .standard).map { row in
            StoredRow(row.values.dropLast(ChangedParts.places.count) + ChangedParts.places.map { _ in .null })
        }
        try await store.put(rows, removing: [], in: .profiles)
        try await store.finishTransfer()
    }
}
