package import ProfileCore
package import ProfileStore

/// Whom to invite to a chat, and what that does.
extension ProfileService {
    private static let pageSize = 500
    private static let mostAttempts = 5

    /// What is in force on this node; nil until something was learned.
    package var learnedInvitations: LearnedInvitations? { invitations.shelf.learned }

    /// Whether to invite the one that a reference leads to; nil for a name that cannot be read. Somebody unknown is
    /// answered for, too. What assigns an arm or counts as an invitation is durable when this returns.
    package func decideInvitation(
        about reference: ProfileReference?, _ ask: InvitationAsk
    ) async throws(StoreError) -> InvitationAnswer {
        for _ in 0..<Self.mostAttempts {
            if let answer = try await tryInviting(reference, ask) { return answer }
        }
        throw .unavailable
    }

    /// Notes that somebody declined an invitation; false when none was made.
    package func declineInvitation(of reference: ProfileReference?) async throws(StoreError) -> Bool {
        guard let reference else { return false }
        for _ in 0..<Self.mostAttempts {
            let state = try await reached(reference).value
            let asked = AskedPerson(reference, state, settings.identity)
            let moment = now()
            let isNoted = try await store.changeAssignments(of: asked.identifiers, in: state?.id) { known in
                guard let last = PersonAssignments(known).lastInvited else { return (nil, false) }
                return (AssignmentChange(last.key, last.value.declined(at: moment)), true)
            }
            if let isNoted { return isNoted }
        }
        throw .unavailable
    }

    /// The assignments of somebody, by the identifiers that they were drawn by.
    package func assignments(of state: ProfileState) async throws(StoreError) -> [AssignmentChange] {
        let found = try await store.assignments(of: Set(state.summary.identifiers.map(\.key)))
        return found.map { AssignmentChange($0.key, $0.value) }.sorted { $0.identifier < $1.identifier }
    }

    /// Nil when the profile went meanwhile.
    private func tryInviting(
        _ reference: ProfileReference?, _ ask: InvitationAsk
    ) async throws(StoreError) -> InvitationAnswer? {
        let (moment, outlook, rules) = (now(), learnedOutlook, settings.invitations)
        let state: ProfileState? = if let reference { try await reached(reference).value } else { nil }
        let customer = state.map { state in
            var summary = state.summary
            summary.settle(by: moment)
            return (profile: profile(of: state), summary: summary)
        }
        let prospect = InvitationProspect(customer, ask, learnedInvitations, outlook, at: moment)
        guard let reference, prospect.isWorthwhile else { return prospect.unnamed }
        let asked = AskedPerson(reference, state, settings.identity)
        let maker = try await invitations.maker(store)
        let earlier = customer.map { DayPurchases($0.summary.purchases, from: moment.day, through: moment.day) }
        let decide = { @Sendable (known: [Identifier: Assignment]) in
            let decided = prospect.decide(
                given: PersonAssignments(known), by: asked.drawn, rules, at: moment, earlier: earlier ?? DayPurchases()
            ) { maker.tombstone(of: .identifier($0)).high }
            return (decided.change.map { AssignmentChange($0.0, $0.1) }, decided.answer)
        }
        let known = try await store.assignments(of: asked.identifiers)
        let (change, answer) = decide(known)
        guard change != nil else { return answer }
        // Nothing of somebody erased comes back by asking whether to invite them.
        if state == nil, known.isEmpty, try await isBuried(asked.identifiers) { return prospect.unnamed }
        return try await store.changeAssignments(of: asked.identifiers, in: state?.id, decide)
    }

    private func isBuried(_ identifiers: Set<Identifier>) async throws(StoreError) -> Bool {
        try await erasures(burying: Array(identifiers)).contains { !$0.isEmpty }
    }
}

/// The identifiers of the person in question.
private struct AskedPerson: Sendable {
    /// The identifier to draw an arm by; nil without a strong one.
    let drawn: Identifier?
    /// All strong identifiers, each of which may have an arm.
    let identifiers: Set<Identifier>

    /// A weak identifier may be a household's: only what is strong tells one person.
    init(_ reference: ProfileReference, _ state: ProfileState?, _ rules: IdentityRules) {
        let own = (state?.summary.identifiers.map(\.key) ?? []).filter { rules[$0.type].strength == .strong }
        let asked = reference.identifier.flatMap { rules[$0.type].strength == .strong ? $0 : nil }
        drawn = asked ?? own.min()
        identifiers = Set(own + [asked].compactMap(\.self))
    }
}

// MARK: What invitations do

extension ProfileService {
    /// What invitations did so far, counted when somebody asks: it has to be true of the orders of today, and learning
    /// comes once a day. Who asks while it is counted waits for that, and a long count is told for a while.
    package func invitationEffect() async throws(StoreError) -> InvitationEffect {
        try await invitations.counting.take { [self] () async throws(StoreError) in
            if let counted = invitations.counted { return counted }
            let (begin, moment) = (ContinuousClock.now, now())
            let cases = try await invitationCases(at: moment)
            let effect = InvitationEffect(cases, learnedInvitations, on: moment.day)
            invitations.keep(effect, countedSince: begin)
            return effect
        }
    }

    /// Learns whom a chat helps from what became of those who were assigned, and forgets assignments that are old.
    func learnInvitations(in turn: LearningTurn) async throws(StoreError) -> LearnedInvitations {
        let oldest = turn.begunAt.advanced(bySeconds: Int64(-Assignment.countedDays) * 86_400)
        try await store.forgetAssignments(unchangedSince: oldest)
        let cases = try await invitationCases(at: turn.begunAt)
        return await besideRequests { LearnedInvitations(number: turn.number, on: turn.begunAt.day, cases) }
    }

    /// Reads all assignments, page by page, with the profiles that they lead to. Those who object teach nothing.
    private func invitationCases(at moment: Timestamp) async throws(StoreError) -> InvitationCases {
        var cases = InvitationCases()
        var last: Identifier?
        repeat {
            guard !Task.isCancelled else { throw .unavailable }
            let page = try await store.assignments(after: last, limit: Self.pageSize)
            let counted = page.filter { isCounted($0, on: moment.day) }
            let found = try await store.profiles(Set(counted.map { .identifier($0.identifier) }))
            for change in counted {
                let states = found[.identifier(change.identifier)] ?? []
                var state = states.count == 1 ? states.first : nil
                if state?.objectsToProfiling(at: moment, rules: settings.profile) ?? false { continue }
                state?.summary.settle(by: moment)
                cases.add(change.identifier, change.assignment, state)
            }
            last = page.last?.identifier
        } while last != nil
        return cases
    }

    /// A type may have become weak since an arm was drawn, and then leads to any number of profiles.
    private func isCounted(_ change: AssignmentChange, on day: Day) -> Bool {
        settings.identity[change.identifier.type].strength == .strong && change.assignment.isCounted(on: day)
    }
}
