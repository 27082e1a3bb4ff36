import Dispatch
import GRDB
import ProfileStore
import Synchronization

/// Reads of one statement each. They need no transaction, since SQLite runs each statement in one of its own, and those
/// that wait at the same time share the way to another thread.
final class QuickReads: Sendable {
    typealias Read = @Sendable (Result<Connection, StoreError>) -> Void

    /// So many follow each other on one connection before others may have it.
    private static let greatestShare = 8

    private struct State {
        var waiting: [Read] = []
        var workers = 0
    }

    private let database: any DatabaseReader
    private let queue = DispatchQueue(label: "clientele.store.reads", attributes: .concurrent)
    private let state = Mutex(State())

    init(_ database: any DatabaseReader) {
        self.database = database
    }

    /// Calls `read` once, on another thread, with a connection or the reason why there is none.
    func add(_ read: @escaping Read) {
        let begins = state.withLock { state in
            state.waiting.append(read)
            guard state.workers < SQLiteStore.readers else { return false }
            state.workers += 1
            return true
        }
        if begins { queue.async { self.work() } }
    }

    private func work() {
        while let share = takeShare() {
            do {
                try database.unsafeRead { database in
                    for read in share { read(.success(Connection(database: database))) }
                }
            } catch {
                for read in share { read(.failure(StoreError(error))) }
            }
        }
    }

    /// Nil when nothing waits: then the worker is done. Each worker leaves the others their part.
    private func takeShare() -> [Read]? {
        state.withLock { state in
            guard !state.waiting.isEmpty else {
                state.workers -= 1
                return nil
            }
            let count = min(Self.greatestShare, (state.waiting.count - 1) / state.workers + 1)
            // A slice would keep all that waits, which to remove them would copy.
            let share = Array(state.waiting.prefix(count))
            state.waiting.removeFirst(count)
            return share
        }
    }
}
