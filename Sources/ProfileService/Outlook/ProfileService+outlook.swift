import Dispatch
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
            self.invitations.follow(invitations)
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
            evaluation: await Self.evaluate(sample))
        try await whileOthersRest(from: .learning) { () async throws(StoreError) in
            guard try await store.note(StoredSetting.outlookTurn) == turn.bytes else { return }
            try await store.put(Stored.bytes(of: suggestions), note: StoredSetting.suggestions)
            try await store.put(Stored.bytes(of: handling.learned(number: turn.number)), note: StoredSetting.handling)
            try await store.put(Stored.bytes(of: advocates.learned(number: turn.number)), note: StoredSetting.advocates)
            try await store.put(Stored.bytes(of: invitations), note: StoredSetting.invitations)
            try await store.put(Stored.bytes(of: learned), note: StoredSetting.outlook)
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

    /// Runs beside the threads that answer requests: fits take seconds.
    private static func evaluate(_ sample: OutlookSample) async -> OutlookEvaluation {
        await withCheckedContinuation { continuation in
            DispatchQueue.global(qos: .utility).async { continuation.resume(returning: sample.evaluation()) }
        }
    }
}

/// A node's turn to learn.
struct LearningTurn: Hashable {
    private static let fewestChanges: Int64 = 100
    /// A node that has not finished by then is taken to have stopped.
    private static let longest: Int64 = 30 * 60 * 1000
    /// Between two turns of a day.
    private static let shortest: Int64 = 5 * 60 * 1000

    /// That of what is learned.
    let number: Int
    let begunAt: Timestamp
    /// How many changes there were.
    let changes: Int64

    /// Whether to learn after the last turn, of which `known` came: on a later day, after as many changes as there are
    /// profiles, or when the last turn came to nothing. Clocks of nodes differ.
    func isDue(after last: LearningTurn?, _ known: LearnedOutlook?) -> Bool {
        guard let last else { return true }
        let elapsed = begunAt.milliseconds - last.begunAt.milliseconds
        if last.number > known?.number ?? 0 { return abs(elapsed) >= Self.longest }
        if begunAt.day > last.begunAt.day { return true }
        let needed = max(Self.fewestChanges, Int64(known?.profiles ?? 0))
        return elapsed >= Self.shortest && changes - last.changes >= needed
    }

    /// One that comes to nothing, after which another is due at once.
    var void: LearningTurn {
        LearningTurn(
            number: number + 1, begunAt: begunAt.advanced(bySeconds: -2 * Self.longest / 1000), changes: changes)
    }

    // MARK: As text

    var bytes: [UInt8] { Array("\(number) \(begunAt.milliseconds) \(changes)".utf8) }

    init(number: Int, begunAt: Timestamp, changes: Int64) {
        (self.number, self.begunAt, self.changes) = (number, begunAt, changes)
    }

    init?(_ bytes: [UInt8]) {
        let words = String(decoding: bytes, as: UTF8.self).split(separator: " ").compactMap { Int64($0) }
        guard words.count == 3, let number = Int(exactly: words[0]) else { return nil }
        self.init(number: number, begunAt: Timestamp(milliseconds: words[1]), changes: words[2])
    }
}
