package import ProfileCore
package import ProfileStore
import Synchronization

/// Learning what customers do: once a day, sooner after many changes, by one node for all.
extension ProfileService {
    /// What is in force on this node; nil until something was learned.
    package var learnedOutlook: LearnedOutlook? { judgement.outlook }

    /// Follows what is stored. Nodes read in turn, so that one that was read is never older than one that was put.
    package func refreshOutlook() async throws(StoreError) {
        try await outlooks.take { [self] () async throws(StoreError) -> Void in
            let outlook = try await store.note(StoredSetting.outlook)
            guard judgement.isNews(outlook) else { return }
            // All are read before any is followed: what failed is tried again.
            let suggestions = try await store.note(StoredSetting.suggestions)
            let handling = try await store.note(StoredSetting.handling)
            let advocates = try await store.note(StoredSetting.advocates)
            let invitations = try await store.note(StoredSetting.invitations)
            judgement.follow(outlook)
            shelf.follow(suggestions)
            handlings.follow(handling)
            self.advocates.follow(advocates)
            self.invitations.shelf.follow(invitations)
        }
    }

    /// Learns where it is time to and no other node does.
    package func keepLearning() async throws(StoreError) {
        try await refreshOutlook()
        try await learnings.take { [self] () async throws(StoreError) -> Void in
            let turn = try await store.whileOthersRest(from: .learning) { () async throws(StoreError) in
                try await takeTurn(isAsked: false)
            }
            if let turn = turn.flatMap(\.self) { try await learn(in: turn) }
        }
    }

    /// Learns now and returns what is in force then. Who asks while one waits for its turn gets what that one learns.
    package func learnOutlook() async throws(StoreError) -> LearnedOutlook {
        let begun = learningsBegun.load(ordering: .relaxed)
        return try await learnings.take { [self] () async throws(StoreError) in
            if learningsBegun.load(ordering: .relaxed) == begun {
                try await refreshOutlook()
                let turn = try await whileOthersRest(from: .learning) { () async throws(StoreError) in
                    try await takeTurn(isAsked: true)
                }
                if let turn { try await learn(in: turn) }
            }
            guard let outlook = learnedOutlook else { throw .unavailable }
            return outlook
        }
    }

    /// Notes that this node learns from now on; nil when there is no need to. No other node decides meanwhile.
    private func takeTurn(isAsked: Bool) async throws(StoreError) -> LearningTurn? {
        let last = try await store.note(StoredSetting.outlookTurn).flatMap(LearningTurn.init)
        let turn = LearningTurn(
            number: max(last?.number ?? 0, learnedOutlook?.number ?? 0) + 1, begunAt: now(),
            changes: try await store.lastPosition().changes)
        guard isAsked || turn.isDue(after: last, learnedOutlook) else { return nil }
        try await store.put(turn.bytes, note: StoredSetting.outlookTurn)
        return turn
    }

    /// What it learns is dropped where another node took a later turn.
    private func learn(in turn: LearningTurn) async throws(StoreError) {
        learningsBegun.add(1, ordering: .relaxed)
        var sample = OutlookSample(at: turn.begunAt)
        var handling = HandlingSample(at: turn.begunAt)
        var advocates = AdvocateSample(at: turn.begunAt, rules: settings.profile)
        var objectors: Set<Lot> = []
        try await scan { states in
            for state in states {
                if state.objectsToProfiling(at: turn.begunAt, rules: settings.profile) {
                    objectors.insert(Lot(state.id))
                    sample.pass(state)
                } else {
                    sample.add(state)
                    handling.add(state)
                    advocates.add(state)
                }
            }
        }
        let suggestions = try await learnSuggestions(in: turn, without: objectors)
        let invitations = try await learnInvitations(in: turn)
        let learned = LearnedOutlook(
            number: turn.number, profiles: sample.profiles, until: sample.until,
            evaluation: await besideRequests { [sample] in sample.evaluation() })
        try await whileOthersRest(from: .learning) { () async throws(StoreError) in
            let noted = try await store.note(StoredSetting.outlookTurn).flatMap(LearningTurn.init)
            guard let noted, noted.number == turn.number, noted.begunAt == turn.begunAt else { return }
            let (suggestions, advocates) = noted.withoutErased(suggestions, advocates.learned(number: turn.number))
            try await store.put(Stored.bytes(of: suggestions), note: StoredSetting.suggestions)
            try await store.put(Stored.bytes(of: handling.learned(number: turn.number)), note: StoredSetting.handling)
            try await store.put(Stored.bytes(of: advocates), note: StoredSetting.advocates)
            try await store.put(Stored.bytes(of: invitations), note: StoredSetting.invitations)
            try await store.put(Stored.bytes(of: learned), note: StoredSetting.outlook)
            // Nobody needs to know any more who was erased.
            if noted != turn { try await store.put(turn.bytes, note: StoredSetting.outlookTurn) }
        }
        try await refreshOutlook()
    }

    /// Waits until no other node does this work.
    func whileOthersRest<Value: Sendable>(
        from work: SharedWork, _ body: () async throws(StoreError) -> Value
    ) async throws(StoreError) -> Value {
        while true {
            if let value = try await store.whileOthersRest(from: work, body) { return value }
            guard (try? await Task.sleep(for: .milliseconds(20))) != nil else { throw .unavailable }
        }
    }
}
