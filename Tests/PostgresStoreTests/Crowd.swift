import Foundation
import ProfileCore
import ProfileStore
import Synchronization

/// People whose records arrive at several nodes at once, each record naming some of its person's identifiers.
final class Crowd: Sendable {
    let people: Int
    private let rules = IdentityRules.standard
    /// What was acknowledged, and whose it is.
    private let acknowledged = Mutex<[FactKey: Int]>([:])

    init(people: Int) {
        self.people = people
    }

    var facts: [FactKey: Int] { acknowledged.withLock { $0 } }

    /// All that leads to a person, within the limits of one profile.
    func identifiers(of person: Int) -> [Identifier] {
        ["email", "phone", "visitor"].flatMap { type in
            (0..<3).map { Identifier(type: type, value: "\(person)-\($0)") }
        }
    }

    func record(_ id: String, about person: Int, naming identifiers: [Identifier]) -> IngestDecision.Arrival {
        let now = Self.now()
        let record = SourceRecord(
            key: FactKey(kind: .order, source: "shop", id: id), updatedAt: now, isTimedByArrival: false,
            identifiers: identifiers,
            body: .order(OrderRecord(placedAt: now, status: .paid, currency: .euro, total: 100)))
        let random = (UInt16.random(in: .min ... .max), UInt64.random(in: .min ... .max))
        return IngestDecision.Arrival(record: record, at: now, newProfile: ProfileID(drawnAt: now, random: random))
    }

    /// One call with a few records of random people; some of them correct or take back what is there.
    func act(on store: some ProfileStore, as writer: String, turn: Int) async throws {
        if turn % 11 == 10 { return try await withdraw(from: store, as: writer, turn: turn - 1) }
        var (arrivals, owners): ([IngestDecision.Arrival], [FactKey: Int]) = ([], [:])
        for place in 0..<Int.random(in: 1...4) {
            let person = Int.random(in: 0..<people)
            let named = Array(identifiers(of: person).shuffled().prefix(Int.random(in: 1...3)))
            // The same few facts are stated by all writers again and again.
            let isShared = Int.random(in: 0..<5) == 0
            let id = isShared ? "shared-\(person)" : "\(writer)-\(turn)-\(place)"
            guard owners[FactKey(kind: .order, source: "shop", id: id)] == nil else { continue }
            arrivals.append(record(id, about: person, naming: named))
            owners[arrivals[arrivals.count - 1].record.key] = person
        }
        try await ingest(arrivals, into: store)
        let told = owners
        acknowledged.withLock { $0.merge(told) { $1 } }
    }

    /// A last record of each person joins whatever was still apart.
    func joinAll(in store: some ProfileStore) async throws {
        for person in 0..<people {
            let arrival = record("last-\(person)", about: person, naming: identifiers(of: person))
            try await ingest([arrival], into: store)
            acknowledged.withLock { $0[arrival.record.key] = person }
        }
    }

    private func withdraw(from store: some ProfileStore, as writer: String, turn: Int) async throws {
        let (rules, now) = (rules, Self.now())
        let key = FactKey(kind: .order, source: "shop", id: "\(writer)-\(turn)-0")
        _ = try await store.commit(reading: ReadSet(facts: [key])) { snapshot in
            IngestDecision(rules: rules).withdraw(
                [key], seeing: snapshot, newProfile: ProfileID(drawnAt: now, random: (7, UInt64(turn))), at: now)
        }
        acknowledged.withLock { $0[key] = nil }
    }

    private func ingest(_ arrivals: [IngestDecision.Arrival], into store: some ProfileStore) async throws {
        let (rules, now) = (rules, Self.now())
        _ = try await store.commit(reading: IngestDecision(rules: rules).readSet(arrivals.map(\.record))) { snapshot in
            IngestDecision(rules: rules).decide(arrivals, seeing: snapshot, at: now)
        }
    }

    private static func now() -> Timestamp {
        Timestamp(milliseconds: Int64(Date().timeIntervalSince1970 * 1000))
    }
}
