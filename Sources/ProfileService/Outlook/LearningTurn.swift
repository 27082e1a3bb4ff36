import Foundation
import ProfileCore

/// A node's turn to learn.
struct LearningTurn: Hashable {
    private static let fewestChanges: Int64 = 100
    /// A node that has not finished by then is taken to have stopped.
    private static let longest: Int64 = 30 * 60 * 1000
    /// Between two turns of a day.
    private static let shortest: Int64 = 5 * 60 * 1000
    /// A turn during which more are erased comes to nothing.
    static let erasedLimit = 1000

    /// That of what is learned.
    let number: Int
    let begunAt: Timestamp
    /// How many changes there were.
    let changes: Int64
    /// Who was erased since: it may have read of them.
    private(set) var erased: Set<ProfileID> = []

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

    /// The same turn after an erasure.
    func erasing(_ profiles: [ProfileID]) -> LearningTurn {
        var turn = self
        turn.erased.formUnion(profiles)
        return turn.erased.count > Self.erasedLimit ? void : turn
    }

    /// The learned documents without the erased.
    func withoutErased(
        _ suggestions: LearnedSuggestions, _ advocates: LearnedAdvocates
    ) -> (LearnedSuggestions, LearnedAdvocates) {
        (suggestions.without(Set(erased.map(Lot.init))) ?? suggestions, advocates.without(erased) ?? advocates)
    }

    /// One that comes to nothing, after which another is due at once.
    private var void: LearningTurn {
        LearningTurn(
            number: number + 1, begunAt: begunAt.advanced(bySeconds: -2 * Self.longest / 1000), changes: changes)
    }

    // MARK: As text

    var bytes: [UInt8] {
        let words = ["\(number)", "\(begunAt.milliseconds)", "\(changes)"] + erased.sorted().map(\.description)
        return Array(words.joined(separator: " ").utf8)
    }

    init(number: Int, begunAt: Timestamp, changes: Int64) {
        (self.number, self.begunAt, self.changes) = (number, begunAt, changes)
    }

    init?(_ bytes: [UInt8]) {
        let words = String(decoding: bytes, as: UTF8.self).split(separator: " ")
        let numbers = words.prefix(3).compactMap { Int64($0) }
        let erased = words.dropFirst(3).compactMap { ProfileID(String($0)) }
        guard numbers.count == 3, let number = Int(exactly: numbers[0]), erased.count == words.count - 3 else {
            return nil
        }
        self.init(number: number, begunAt: Timestamp(milliseconds: numbers[1]), changes: numbers[2])
        self.erased = Set(erased)
    }
}

/// Runs on a thread of its own beside those that answer requests, and gives way to them: fits and judging take seconds.
func besideRequests<Value: Sendable>(_ work: @escaping @Sendable () -> Value) async -> Value {
    await withCheckedContinuation { continuation in
        Thread.detachNewThread {
            // Linux knows a niceness of each thread. It cannot be taken back, so that no shared thread may have it.
            _ = setpriority(__priority_which_t(PRIO_PROCESS.rawValue), 0, 10)
            continuation.resume(returning: work())
        }
    }
}
