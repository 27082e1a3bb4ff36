import ProfileCore
import ProfileStore
import SQLStore

extension Transaction {
    enum Applied {
        /// Some decisions, by their place, need profiles folded before.
        case unprepared([Int: FoldBasis])
        /// What is left to be sent, together with the commit.
        case ready([Call])
    }

    mutating func apply(
        _ application: inout Application<PostgresStatement>
    ) async throws(PostgresFailure) -> Applied {
        var rows: [Rows] = []
        while true {
            switch try reading({ () throws(StoreError) in try application.next(rows) }) {
            case .step(let writes, let asks): rows = try await run(writes + asks).suffix(asks.count)
            case .unprepared(let bases): return .unprepared(bases)
            case .applied(let writes): return .ready(writes)
            }
        }
    }

    /// Leaves tombstones, the erasure, and a numbered change that says the profile is no more.
    ///
    /// Erasing is rare, and what it removes may be named by anybody: it keeps every other writer out while it lasts,
    /// and looks at nothing before it does.
    mutating func erase(
        _ reference: ProfileReference, _ warrant: ErasureWarrant, hash: (ErasableName) -> Tombstone
    ) async throws(PostgresFailure) -> Ending<Erased?> {
        let found = try await run([
            Statement.lockAlone(), Statement.profilesNamed { $0.add(reference) },
            Statement.isRemembered { $0.add(reference.id) },
        ])
        let (profile, states) = try reading { () throws(StoreError) in
            let states: [ProfileState] = try found[1].values()
            return (reference.erasable(among: states, isRemembered: found[2].count > 0), states)
        }
        guard let profile else { return .rollBack(nil) }
        let rows = try await run(Statement.subject(profile))
        let subject = try reading { () throws(StoreError) in try ErasureSubject(rows) }
        let tombstones = Set(subject.names.map(hash)).sorted()
        let erasure = warrant.erasure(of: subject.counts, tombstones: tombstones.count)
        _ = try await run(Statement.entry(of: erasure, tombstones) + Statement.removal(of: profile))
        var application = Application<PostgresStatement>(
            [subject.decision(removing: profile, of: states, at: warrant.at)], in: [CommitTrial()])
        guard case .ready(let calls) = try await apply(&application) else {
            throw .unreadable(detail: ErasureSubject.unprepared)
        }
        let numbering = Numbering(ChangedProfiles(application.decisions), layout)
        return .commit(calls + numbering.calls) { rows throws(StoreError) in
            let changes = try numbering.changes(rows.suffix(numbering.calls.count))
            return Erased(profile: profile, erasure: erasure, changes: changes.flatMap(\.self))
        }
    }
}

/// Numbers changed profiles in a stripe and saves them. The numbers are taken last, so that the counter is locked no
/// longer than it takes to write the profiles and the log.
struct Numbering: Sendable {
    let calls: [Call]
    private let profiles: ChangedProfiles
    private let stripe = Stripe.random
    /// The place of the call that takes the numbers.
    private let taking: Int

    init(_ profiles: ChangedProfiles, _ layout: Layout) {
        self.profiles = profiles
        let (rows, stripe) = (profiles.rows, stripe)
        guard !rows.isEmpty else {
            (calls, taking) = ([], 0)
            return
        }
        let items = Array(zip(rows, Stored.bytes(ofEach: rows.map(\.state))))
        let lock = layout == .spread ? [Statement.lockStripe { $0.add(Int32(stripe.index)) }] : []
        taking = lock.count
        let numbers = Statement.takeNumbers {
            $0.add(rows.count)
            $0.add(stripe.counter)
            $0.add(ids: rows.map(\.id))
        }
        let numbering = { @Sendable (parameters: inout Parameters) in
            parameters.add(stripe.base - Int64(rows.count))
            parameters.add(stripe.counter)
        }
        let saving = Statement.saveProfiles.each(items, then: numbering) { parameters, item in
            let (row, bytes) = item
            parameters.add(row.id)
            parameters.add(row.state.map { Int64($0.version) })
            parameters.add(row.changedAt)
            parameters.add(bytes)
            parameters.add(row.state?.summary.derivation ?? 0)
            parameters.add(small: row.state?.summary.contactAge ?? 0)
            parameters.add(Int(row.parts.rawValue))
        }
        let events = Statement.saveEvents.each(profiles.events, then: numbering) { parameters, event in
            parameters.add(event.profile)
            parameters.add(event.change + 1)
            parameters.add(event.place)
            parameters.add(event.at)
            parameters.add(Stored.bytes(of: event.event))
        }
        calls = lock + [numbers] + saving + events
    }

    /// What to tell about each decision, from the answers to `calls`.
    func changes(_ rows: some BidirectionalCollection<Rows>) throws(StoreError) -> [[ProfileChange]] {
        guard !calls.isEmpty else { return profiles.changes(numberedAfter: ChangeNumber(stripe: 0, value: 0)) }
        guard let last = try rows.dropFirst(taking).first?.integer() else {
            throw .unreadable(detail: "the counter of changes is missing")
        }
        return profiles.changes(
            numberedAfter: ChangeNumber(stripe: stripe.index, value: last - Int64(profiles.count)))
    }
}

/// One of the counters that number changes. A commit takes its numbers from one of them and locks it until it is
/// durable, so that transactions end in the order of their numbers within a stripe. With several, commits seldom wait
/// for each other.
struct Stripe: Hashable, Sendable {
    static let count = 16
    static let all = (0..<count).map(Stripe.init)

    let index: Int

    /// Any of them.
    static var random: Stripe { Stripe(index: Int.random(in: 0..<count)) }

    /// The name of its counter; version 1 had the first alone.
    var counter: String { index == 0 ? "changes" : "changes/\(index)" }

    init(index: Int) {
        self.index = index
    }

    /// Nil for what counts something else.
    init?(counter: String) {
        guard let stripe = Self.all.first(where: { $0.counter == counter }) else { return nil }
        self = stripe
    }

    /// Stored numbers hold the value in these bits, and the stripe above them.
    static let valueBits: Int64 = 56
    static let values: Int64 = 1 << valueBits - 1

    /// The stored form of its number 0.
    var base: Int64 { Int64(index) << Self.valueBits }
    /// Greater than the stored form of each of its numbers.
    var end: Int64 { Int64(index + 1) << Self.valueBits }
}

extension ChangeNumber {
    init(stored: Int64) {
        self.init(stripe: Int(stored >> Stripe.valueBits), value: stored & Stripe.values)
    }
}
