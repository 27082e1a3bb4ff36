import Synchronization

/// Which records were acknowledged, which were withdrawn, and whose they are.
final class Ledger: Sendable {
    struct Entry: Sendable, Hashable {
        let kind: String
        let id: String
    }

    private let owners = Mutex<[Entry: Int]>([:])
    private let withdrawals = Mutex<Set<Entry>>([])

    var records: [Entry: Int] { owners.withLock { $0 } }
    var withdrawn: Set<Entry> { withdrawals.withLock { $0 } }

    func acknowledge(_ entry: Entry, of person: Int) {
        owners.withLock { $0[entry] = person }
    }

    func withdraw(_ entry: Entry) {
        owners.withLock { $0[entry] = nil }
        withdrawals.withLock { _ = $0.insert(entry) }
    }
}
