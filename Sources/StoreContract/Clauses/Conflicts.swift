import ProfileCore
import ProfileStore

extension StoreContract {
    static let conflicts = [
        Clause("conflicts come open first, then newest first, then by fact and identifier, page by page") { trial in
            let (a, b) = (Identifier.crm("a"), Identifier.crm("b"))
            let ordered: [Conflict] = [
                .sample("9", a, at: 5), .sample("1", a, at: 3), .sample("1", b, at: 3), .sample("2", a, at: 3),
                .sample("3", a, at: 1), .sample("4", a, at: 9, resolvedAt: 10), .sample("4", b, at: 2, resolvedAt: 99),
                .sample("5", a, at: 2, resolvedAt: 11),
            ]
            try await trial.save { $0.conflicts = ordered.reversed() }
            for size in 1...9 {
                try promise(try await pages(of: size, in: trial), is: ordered, "conflicts by \(size)")
            }
        },
        Clause("a page begins rightly where its place is gone") { trial in
            let (a, b, c) = (Identifier.crm("a"), Identifier.crm("b"), Identifier.crm("c"))
            let ordered: [Conflict] = [
                .sample("1", a, at: 3), .sample("2", a, at: 3), .sample("2", b, at: 3), .sample("2", c, at: 3),
                .sample("3", a, at: 3), .sample("4", a, at: 1),
            ]
            try await trial.save { $0.conflicts = ordered }
            let cursor = ConflictCursor(after: ordered.prefix(3), from: nil)
            try await trial.save { $0.droppedClaims = Set(ordered[1...3].map(\.key)) }
            let rest = try await trial.store.conflicts(after: cursor, limit: 9)
            try promise(rest, is: Array(ordered.suffix(2)), "conflicts after a fact that has none any more")
        },
        Clause("a fact and identifier have one conflict: what was saved last, and when it was first refused") { trial in
            try await trial.save { $0.conflicts = [.sample("1", at: 1), .sample("2", at: 1)] }
            try await trial.save { $0.conflicts = [.sample("1", at: 7, resolvedAt: 8)] }
            let expected: [Conflict] = [.sample("2", at: 1), .sample("1", at: 1, resolvedAt: 8)]
            try promise(try await trial.conflicts(), is: expected, "conflicts")
        },
        Clause("every part of a conflict reads back") { trial in
            let all = Conflict.Rule.allCases.enumerated().map { number, rule in
                Conflict(
                    fact: FactKey(kind: .order, source: "shop", id: "\(number)"), identifier: .email("a@example.com"),
                    rule: rule, limitedType: rule == .separated ? nil : "crm", profile: .sample(1),
                    holder: number == 0 ? nil : .sample(2), at: .sample(number))
            }
            try await trial.save { $0.conflicts = all }
            try promise(Set(try await trial.conflicts()), is: Set(all), "conflicts")
        },
        Clause("dropped claims are gone before new ones are saved") { trial in
            let dropped = Conflict.sample("1", .crm("a"))
            try await trial.save { $0.conflicts = [dropped, .sample("2")] }
            try await trial.save { decision in
                decision.droppedClaims = [dropped.key]
                decision.conflicts = [.sample("1", .crm("b"))]
            }
            let found = Set(try await trial.conflicts())
            try promise(found, is: [.sample("1", .crm("b")), .sample("2")], "conflicts")
        },
        Clause("conflicts follow a merged profile, and those between the two are resolved") { trial in
            try await trial.save { decision in
                decision.conflicts = [
                    .sample("1", profile: .sample(2), holder: .sample(1)),
                    .sample("2", profile: .sample(1), holder: .sample(2)),
                    .sample("3", profile: .sample(2), holder: .sample(3)),
                    .sample("4", profile: .sample(3), holder: .sample(2)),
                    .sample("5", profile: .sample(2)),
                    .sample("6", profile: .sample(1), holder: .sample(2), resolvedAt: 1),
                ]
            }
            try await trial.save(at: .sample(77)) { $0.moves = [Decision.Move(from: .sample(2), to: .sample(1))] }
            let expected: Set<Conflict> = [
                .sample("1", profile: .sample(1), holder: .sample(1), resolvedAt: 77),
                .sample("2", profile: .sample(1), holder: .sample(1), resolvedAt: 77),
                .sample("3", profile: .sample(1), holder: .sample(3)),
                .sample("4", profile: .sample(3), holder: .sample(1)),
                .sample("5", profile: .sample(1)),
                .sample("6", profile: .sample(1), holder: .sample(1), resolvedAt: 1),
            ]
            try promise(Set(try await trial.conflicts()), is: expected, "conflicts")
        },
        Clause("the open claims of a profile come by fact and identifier, page by page") { trial in
            let (a, b) = (Identifier.crm("a"), Identifier.crm("b"))
            let ordered: [Conflict] = [.sample("1", a, at: 3), .sample("1", b, at: 9), .sample("2", a, at: 1)]
            try await trial.save { decision in
                decision.conflicts = ordered.reversed()
                decision.conflicts.append(.sample("1", .crm("c"), resolvedAt: 5))
                decision.conflicts.append(.sample("3", a, profile: .sample(2), holder: .sample(1)))
            }
            for size in 1...4 {
                var (found, last) = ([Conflict](), ClaimKey?.none)
                while case let page = try await trial.store.claims(of: .sample(1), after: last, limit: size),
                    let final = page.last
                {
                    try promise(page.count <= size, "a page is longer than asked for")
                    found += page
                    last = final.key
                }
                try promise(found, is: ordered, "claims by \(size)")
            }
        },
        Clause("claims that are due come once each, and are then compared with the newest of their identifier") {
            trial in
            let (email, other) = (Identifier.email("jane@example.com"), Identifier.email("john@example.com"))
            let claims = (0..<9).map { Conflict.sample("\($0)", email, rule: .uncorroborated, at: $0 / 2) }
            try await trial.save { decision in
                decision.conflicts = claims + [.sample("limit", email, at: 1), .sample("a", other)]
                decision.queued = [email, other]
            }
            let single = try await judgeDue(in: trial, limit: 4) {
                $0.band.isEmpty && $0.places.allSatisfy { $0.band == nil }
            }
            try promise(Set(single.flatMap(\.claims)).count, is: 11, "claims judged")
            try promise(single.map(\.claims.count).reduce(0, +), is: 11, "claims judged, all told")
            let compared = try await judgeDue(in: trial, limit: 4) { $0.places.allSatisfy { $0.band != nil } }
            let bands = Dictionary(grouping: compared, by: { $0.places.first?.band })
            try promise(Set(bands.keys), is: [0, 1, 2, 3], "bands")
            for (band, steps) in bands {
                let newest = claims.dropLast(2 * (band ?? 0)).suffix(2)
                try promise(steps.allSatisfy { $0.band == Array(newest) }, "band \(band ?? -1) is of others")
                try promise(steps.flatMap(\.claims), is: claims, "claims compared with band \(band ?? -1)")
            }
            try promise(try await trial.store.dueClaims(limit: 4), is: nil, "what is due in the end")
        },
        Clause("of a profile that has lost a record what was refused for size is due, of one that takes in more all") {
            trial in
            let claims: [Conflict] = [
                .sample("1", .crm("a"), rule: .size), .sample("2", .crm("b"), holder: .sample(2), rule: .limit),
                .sample("3", .crm("c"), profile: .sample(2), holder: .sample(1), rule: .size),
                .sample("4", .crm("d"), rule: .size, resolvedAt: 9), .sample("5", .crm("e"), profile: .sample(2)),
            ]
            try await trial.save { decision in
                decision.conflicts = claims
                decision.lightened = [.sample(1)]
            }
            let due = { @Sendable () async throws in
                try await trial.store.dueClaims(limit: 9)?.places.map(\.identifier.value) ?? []
            }
            try promise(try await due(), is: ["a", "c"], "claims due")
            try await trial.save { $0.eased = [.sample(1)] }
            try promise(try await due(), is: ["a", "b", "c"], "claims due then")
        },
        Clause("a move of certain homes leaves conflicts of other facts alone") { trial in
            let conflict = Conflict.sample("1", profile: .sample(2), holder: .sample(1))
            try await trial.save { $0.conflicts = [conflict] }
            try await trial.save {
                $0.moves = [Decision.Move(from: .sample(2), to: .sample(1), homes: [.sample(2)])]
            }
            try promise(try await trial.conflicts(), is: [conflict], "conflicts")
        },
    ]

    /// Judges what is due as long as it is such, and refuses all again.
    private static func judgeDue(
        in trial: Trial, limit: Int, while isSuch: (DueClaims) -> Bool
    ) async throws -> [DueClaims] {
        var steps: [DueClaims] = []
        while let due = try await trial.store.dueClaims(limit: limit), isSuch(due) {
            try promise(due.claims.count + due.band.count <= limit, "more is due than was asked for")
            steps.append(due)
            try await trial.save { $0.judged = due.places.map(due.judged) }
        }
        return steps
    }

    private static func pages(of size: Int, in trial: Trial) async throws -> [Conflict] {
        var found: [Conflict] = []
        var cursor: ConflictCursor?
        while true {
            let page = try await trial.store.conflicts(after: cursor, limit: size)
            try promise(page.count <= size, "a page is longer than asked for")
            found += page
            if page.count < size { return found }
            cursor = ConflictCursor(after: page, from: cursor)
        }
    }
}
