import ProfileCore
import ProfileStore

extension StoreContract {
    static let invitations = [
        Clause("assignments are kept as they are, by identifier, and come in the order of identifiers") { trial in
            let all = (0..<7).map { number in
                AssignmentChange(Identifier(type: "t\(number % 2)", value: "a'ö\(number)"), .sample(at: number))
            }
            for change in all { try await trial.put(change) }
            let again = AssignmentChange(all[3].identifier, all[3].assignment.declined(at: .sample(99)))
            try await trial.put(again)
            let kept = (all.filter { $0.identifier != again.identifier } + [again])
                .sorted { $0.identifier < $1.identifier }
            for size in 1...8 {
                var (read, last): ([AssignmentChange], Identifier?) = ([], nil)
                while true {
                    let page = try await trial.store.assignments(after: last, limit: size)
                    guard let final = page.last else { break }
                    read += page
                    last = final.identifier
                }
                try promise(read, is: kept, "assignments read in pages of \(size)")
            }
            let some = try await trial.store.assignments(of: [all[0].identifier, all[3].identifier, .crm("none")])
            try promise(
                some, is: [all[0].identifier: all[0].assignment, again.identifier: again.assignment], "those asked for")
        },
        Clause("of many who draw for one person at once, all get one arm, and each sees the invitations before it") {
            trial in
            let identifiers: [Identifier] = [.crm("1"), .email("jane@example.com")]
            let arms = try await withThrowingTaskGroup(of: Identifier.self) { group in
                for number in 0..<20 {
                    group.addTask { try await trial.invite(identifiers, by: identifiers[number % 2], at: number) }
                }
                return try await group.reduce(into: Set()) { $0.insert($1) }
            }
            try promise(arms.count, is: 1, "arms")
            let all = try await trial.store.assignments(after: nil, limit: 100)
            try promise(all.map(\.assignment.invitationsOfDay), is: [20], "invitations")
        },
        Clause("an erasure takes along what was drawn by any of the person's identifiers, and nothing of others") {
            trial in
            let (own, other) = ([Identifier.email("jane@example.com"), .crm("1")], Identifier.email("joe@example.com"))
            try await trial.save { decision in
                decision.file([.order("1", by: own)], under: .sample(1))
                decision.file([.order("2", by: [other])], under: .sample(2))
            }
            for identifier in own + [other, .crm("nobody's")] {
                try await trial.put(AssignmentChange(identifier, .sample(at: 0)))
            }
            try promise(try await trial.store.erasable(.id(.sample(1)))?.assignments, is: 2, "what would go")
            let warrant = ErasureWarrant(id: "ers_1", at: .sample(5), by: "desk")
            let erased = try await trial.store.erase(.id(.sample(1)), warrant) { _ in Tombstone(high: 1, low: 1) }
            try promise(erased?.erasure.counts.assignments, is: 2, "what went")
            try promise(try await trial.store.erasure("ers_1")?.counts.assignments, is: 2, "what is told of it")
            let left = try await trial.store.assignments(after: nil, limit: 10)
            try promise(left.map(\.identifier), is: [.crm("nobody's"), other], "what is left")
        },
        Clause("what was drawn by an identifier goes with the last of its links, and not before") { trial in
            let (gone, shared, new) = (Identifier.email("a@x.org"), Identifier.email("b@x.org"), Identifier.crm("1"))
            try await trial.save { decision in
                decision.file([.order("1", by: [gone, shared, new])], under: .sample(1))
                decision.file([.order("2", by: [shared])], under: .sample(2))
            }
            let visitor = Identifier(type: "visitor", value: "nobody's")
            for identifier in [gone, shared, new, visitor] {
                try await trial.put(AssignmentChange(identifier, .sample(at: 0)))
            }
            try await trial.save { decision in
                decision.removedLinks = [
                    LinkKey(identifier: gone, home: .sample(1)), LinkKey(identifier: shared, home: .sample(1)),
                ]
            }
            let left = try await trial.store.assignments(after: nil, limit: 10).map(\.identifier)
            try promise(left, is: [new, shared, visitor], "what is left")
        },
        Clause("what was drawn by an identifier that leads to nobody can be removed, and no other") { trial in
            let (linked, visitor) = (Identifier.crm("1"), Identifier(type: "visitor", value: "nobody's"))
            try await trial.save { decision in decision.file([.order("1", by: [linked])], under: .sample(1)) }
            for identifier in [linked, visitor] {
                try await trial.put(AssignmentChange(identifier, .sample(at: 0)))
                try await trial.store.forgetAssignment(ofUnlinked: identifier)
            }
            let left = try await trial.store.assignments(after: nil, limit: 10).map(\.identifier)
            try promise(left, is: [linked], "what is left")
        },
        Clause("nothing is saved about a profile that is no more") { trial in
            let change = AssignmentChange(.crm("1"), .sample(at: 0))
            let answer = try await trial.store.changeAssignments(of: [.crm("1")], in: .sample(1)) { _ in
                (change, "asked")
            }
            try promise(answer, is: nil, "answer")
            try promise(try await trial.store.assignments(after: nil, limit: 10), is: [], "assignments")
            try await trial.save { $0.file([.order("1", by: [.crm("1")])], under: .sample(1)) }
            let known = try await trial.store.changeAssignments(of: [.crm("1")], in: .sample(1)) { _ in
                (change, "asked")
            }
            try promise(known, is: "asked", "answer about a profile")
        },
        Clause("assignments of which nothing has changed since are forgotten") { trial in
            let (old, kept) = (AssignmentChange(.crm("1"), .sample(at: 0)), Identifier.crm("2"))
            try await trial.put(old)
            try await trial.put(AssignmentChange(kept, .sample(at: 0).declined(at: .sample(50))))
            try await trial.store.forgetAssignments(unchangedSince: .sample(50))
            try promise(
                try await trial.store.assignments(after: nil, limit: 10).map(\.identifier), is: [kept], "what is left")
        },
        Clause("of several who keep something under one name, the first one's holds") { trial in
            let kept = try await withThrowingTaskGroup(of: [UInt8].self) { group in
                for number in UInt8(0)..<10 {
                    group.addTask { try await trial.store.keep([number], note: StoredSetting.invitationSecret) }
                }
                return try await group.reduce(into: Set()) { $0.insert($1) }
            }
            try promise(kept.count, is: 1, "what is kept")
            let noted = try await trial.store.note(StoredSetting.invitationSecret)
            try promise(noted.map { [$0] }, is: Array(kept), "what is noted")
        },
    ]
}

extension Assignment {
    static func sample(at seconds: Int) -> Assignment {
        var features = VisitFeatures()
        features[.cart] = 1
        features[.worth] = 1.25
        return Assignment(
            .invited, at: .sample(seconds), features, earlier: DayPurchases(orders: 2, nets: [.euro: -1_050]),
            invitedAt: .sample(seconds), invitationsOfDay: 3)
    }
}

extension Trial {
    func put(_ change: AssignmentChange) async throws {
        try await store.changeAssignments(of: [change.identifier], in: nil) { _ in (change, ()) }
    }

    /// Draws or finds the arm of a person, counts an invitation, and tells by which identifier the arm is held.
    fileprivate func invite(
        _ identifiers: [Identifier], by identifier: Identifier, at second: Int
    ) async throws -> Identifier {
        let prospect = InvitationProspect(nil, InvitationAsk(freeAgents: 9), nil, nil, at: .sample(second))
        var rules = InvitationRules()
        rules.perDay = 100
        let answer = try await store.changeAssignments(of: Set(identifiers), in: nil) { [rules] known in
            let decided = prospect.decide(
                given: PersonAssignments(known), by: identifier, rules, at: .sample(second), draw: { _ in .max })
            return (decided.change.map { AssignmentChange($0.0, $0.1) }, decided.change?.0)
        }
        guard let identifier = answer ?? nil else {
            throw ContractViolation(detail: "nobody was invited", place: #fileID)
        }
        return identifier
    }
}
