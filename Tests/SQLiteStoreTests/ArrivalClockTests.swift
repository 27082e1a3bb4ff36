import ProfileCore
import ProfileStore
@testable import SQLiteStore
import SQLStore
import StoreContract
import Synchronization
import Testing

@Suite("The clock of a store")
struct ArrivalClockTests {
    private final class Dial: Sendable {
        private let shown = Mutex<Int64>(1_780_000_000_000)

        var now: Timestamp { Timestamp(milliseconds: shown.withLock { $0 }) }

        func move(bySeconds seconds: Int64) {
            shown.withLock { $0 += seconds * 1000 }
        }
    }

    private let dial = Dial()

    @Test("It never shows less than before, unless what it showed was a mistake")
    func ascends() {
        let clock = ArrivalClock(after: nil) { [dial] in dial.now }
        let first = clock.next()
        #expect(first == dial.now)
        dial.move(bySeconds: -5)
        #expect(clock.next() == first)
        dial.move(bySeconds: 7)
        #expect(clock.next() == dial.now)
        dial.move(bySeconds: -86_400)
        #expect(clock.next() == dial.now)
    }

    @Test("Nor after the store was closed and the machine's clock set back")
    func reopened() async throws {
        let folder = try TemporaryFolder()
        let store = try SQLiteStore.open(path: folder.file("store.db")) { [dial] in dial.now }
        let last = try await moment(of: store)
        await store.close()
        dial.move(bySeconds: -600)
        let again = try SQLiteStore.open(path: folder.file("store.db")) { [dial] in dial.now }
        #expect(try await moment(of: again) == last)
        await again.close()
    }

    /// Commits a change of some profile and tells when that was.
    private func moment(of store: SQLiteStore) async throws -> Timestamp {
        try await store.commit(reading: ReadSet()) { snapshot in
            var decision = Decision(decidedAt: snapshot.moment)
            let id = ProfileID(drawnAt: snapshot.moment, random: (.random(in: .min ... .max), 0))
            decision.profiles[id] = ProfileState(id: id, version: 1, changedAt: snapshot.moment)
            return (decision, snapshot.moment)
        }.answer
    }
}
