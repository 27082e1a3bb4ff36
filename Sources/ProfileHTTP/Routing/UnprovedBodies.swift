import Synchronization

/// Bounds the memory for bodies whose senders are not verified yet, since anyone may send them. Bytes count as they are
/// held: as they came where a signature is over that, and unpacked otherwise.
final class UnprovedBodies: Sendable {
    private let most: Int
    private let held = Mutex(0)

    init(atMost most: Int) {
        self.most = most
    }

    /// Makes room for so many more bytes; false when there is none. Otherwise `giveBack` is owed.
    func takeRoom(_ bytes: Int) -> Bool {
        held.withLock { held in
            guard held <= most - bytes else { return false }
            held += bytes
            return true
        }
    }

    func giveBack(_ bytes: Int) {
        held.withLock { $0 -= bytes }
    }
}

extension Exchange {
    /// Hands the body to `judge` as soon as it is there: unpacked, or `asSent`, as it came on the wire. Until that
    /// returns, it needs room among those of all who have proved nothing yet. To come, it has
    /// `limits.unprovedDeadline`.
    func unproved<Verdict: Sendable>(
        atMost limit: Int, asSent: Bool = false, _ judge: ([UInt8]) async throws -> Verdict
    ) async throws -> Verdict {
        let (room, start) = (context.unproved, ContinuousClock.now)
        var held = 0
        defer { room.giveBack(held) }
        let note = { (more: Int) throws(Problem) in
            guard ContinuousClock.now - start < context.limits.unprovedDeadline else { throw .slowRequest }
            guard room.takeRoom(more) else {
                throw Problem(.unavailable, "Too many bodies of unproved senders arrive at once; send it again.")
            }
            held += more
        }
        let bytes =
            asSent ? try await sentBody(atMost: limit, noting: note) : try await body(atMost: limit, noting: note)
        return try await judge(bytes)
    }
}
