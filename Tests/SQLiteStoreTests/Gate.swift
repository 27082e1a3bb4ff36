import Dispatch
import GRDB
@testable import SQLiteStore
import SQLStore

/// Holds the writing connection until it is opened, so that calls pile up behind it.
final class Gate: Sendable {
    private let store: SQLiteStore
    private let latch = DispatchSemaphore(value: 0)

    init(_ store: SQLiteStore) {
        self.store = store
        let latch = latch
        store.database.asyncWriteWithoutTransaction { _ in latch.wait() }
    }

    func open(whenWaiting count: Int) async {
        while store.writes.waiting < count { await Task.yield() }
        latch.signal()
    }
}
