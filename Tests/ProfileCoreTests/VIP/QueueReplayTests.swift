import ProfileCore
import Testing

@Suite("The past of a queue in another order")
struct QueueReplayTests {
    private static func moment(_ seconds: Int) -> Timestamp {
        Timestamp(milliseconds: 1_780_000_000_000).advanced(bySeconds: Int64(seconds))
    }

    /// A queue in which somebody came and somebody was taken as chance would have it, in any order of service.
    private static func past(_ numbers: inout SplitMix64, queue: String) -> [PastWait] {
        let count = Int.random(in: 1...60, using: &numbers)
        let arrivals = (0..<count).map { _ in Int.random(in: 0...1500, using: &numbers) }
        return arrivals.map { arrival in
            PastWait(
                queue: queue, arrivedAt: moment(arrival),
                servedAt: moment(arrival + Int.random(in: 0...900, using: &numbers)), profile: nil)
        }
    }

    /// What an agent does: at each turn the one who goes first of those who wait is taken.
    private static func served(_ waits: [PastWait], _ priorities: [Int]) -> [Int] {
        var seconds = [Int](repeating: -1, count: waits.count)
        for queue in Set(waits.map(\.queue)) {
            for turn in waits.filter({ $0.queue == queue }).map(\.servedAt).sorted() {
                let waiting = waits.indices.filter {
                    seconds[$0] < 0 && waits[$0].queue == queue && waits[$0].arrivedAt <= turn
                }
                let entries = waiting.map { place in
                    let answer = VIPAnswer(
                        found: true, profileID: nil, vip: false, tier: nil, priority: priorities[place], reason: "")
                    return VIPQueue.Entry(
                        ref: String(place), answer: answer,
                        waitedSeconds: Int((turn.milliseconds - waits[place].arrivedAt.milliseconds) / 1000))
                }
                guard let first = VIPQueue.rank(entries).first, let place = Int(first.entry.ref) else { continue }
                seconds[place] = first.entry.waitedSeconds
            }
        }
        return seconds
    }

    @Test("It is what taking the first of the line at every turn comes to", arguments: 0..<200)
    func replay(seed: Int) {
        var numbers = SplitMix64(seed: UInt64(seed))
        let waits = (Self.past(&numbers, queue: "chat") + Self.past(&numbers, queue: "phone"))
            .shuffled(using: &numbers)
        let tiers = [0, 0, 0, 10, 40, 70, 100]
        let priorities = waits.map { _ in tiers.randomElement(using: &numbers) ?? 0 }
        let seconds = QueueReplay.seconds(waits, priorities: priorities)
        #expect(seconds == Self.served(waits, priorities))
        // What one gains others give.
        #expect(seconds.reduce(0, +) == waits.map(\.seconds).reduce(0, +))
    }

    @Test("Nobody waits longer than the bound says", arguments: 0..<200)
    func bound(seed: Int) throws {
        var numbers = SplitMix64(seed: UInt64(seed))
        let anonymous = (0..<4).flatMap { Self.past(&numbers, queue: "queue \($0)") }
        var standings: [ProfileID: QueueRehearsal.Standing] = [:]
        let waits = anonymous.enumerated().map { place, wait in
            let id = ProfileID(high: 1, low: UInt64(place))
            standings[id] = QueueRehearsal.Standing(
                tier: nil, inForce: 0, wanted: Int.random(in: 0...100, using: &numbers))
            return PastWait(queue: wait.queue, arrivedAt: wait.arrivedAt, servedAt: wait.servedAt, profile: id)
        }
        guard waits.count >= QueueRehearsal.fewest else { return }
        let policy = VIPPolicy(tiers: [], vipFrom: nil)
        let rehearsal = try #require(QueueRehearsal(of: waits, from: .ranked, standings, policy: policy))
        #expect(rehearsal.all.wanted.longest <= rehearsal.bound)
        #expect(rehearsal.all.past.count == waits.count)
    }

    @Test("A tier that is served first waits less, and the others are named who wait for it")
    func tiers() throws {
        let people = (0..<40).map { ProfileID(high: 1, low: UInt64($0)) }
        // One comes every ten seconds, and one is taken every twenty.
        let waits = people.enumerated().map { place, id in
            PastWait(
                queue: "", arrivedAt: Self.moment(10 * place), servedAt: Self.moment(20 * place), profile: id)
        }
        let standings = Dictionary(
            uniqueKeysWithValues: people.map { id in
                let isGold = id.low % 4 == 3
                return (
                    id, QueueRehearsal.Standing(tier: isGold ? "gold" : nil, inForce: 0, wanted: isGold ? 70 : 0)
                )
            })
        let gold = VIPTier(name: "gold", priority: 70, match: .all, conditions: [])
        let rehearsal = try #require(
            QueueRehearsal(
                of: waits.shuffled(), from: .ranked, standings, policy: VIPPolicy(tiers: [gold], vipFrom: "gold")))
        #expect(rehearsal.tiers.map(\.tier) == ["gold", nil])
        #expect(rehearsal.all.past == rehearsal.all.inForce)
        #expect(rehearsal.all.past == WaitFigures((0..<40).map { $0 * 10 }))
        #expect(rehearsal.tiers[0].sooner == 10 && rehearsal.tiers[0].later == 0)
        #expect(rehearsal.tiers[0].wanted.mean < 40 && rehearsal.tiers[0].inForce.mean == 210)
        #expect(rehearsal.tiers[1].wanted.mean > rehearsal.tiers[1].inForce.mean)
        #expect(rehearsal.gainers.allSatisfy { $0.tier == "gold" } && rehearsal.losers.allSatisfy { $0.tier == nil })
        #expect(rehearsal.bound == 390 + 1000)
        let few = Array(waits.prefix(QueueRehearsal.fewest - 1))
        let none = VIPPolicy(tiers: [], vipFrom: nil)
        #expect(QueueRehearsal(of: few, from: .ranked, standings, policy: none) == nil)
    }

    @Test("Nine in ten wait no longer than the ninetieth figure")
    func figures() {
        let none = WaitFigures([])
        #expect([none.count, none.mean, none.ninetieth, none.longest] == [0, 0, 0, 0])
        let ten = WaitFigures([10, 9, 8, 7, 6, 5, 4, 3, 2, 100])
        #expect(ten.count == 10 && ten.ninetieth == 10 && ten.longest == 100 && ten.mean == 15)
        #expect(WaitFigures([7]).ninetieth == 7)
        #expect(WaitFigures([.max, .max]).longest == .max)
    }

    // MARK: The log

    private let known = ProfileID(high: 7, low: 7)

    private func wait(
        _ from: Int, _ until: Int, _ profile: ProfileID? = nil, mark: UInt16 = 0, queue: String = ""
    ) -> PastWait {
        PastWait(queue: queue, arrivedAt: Self.moment(from), servedAt: Self.moment(until), profile: profile, mark: mark)
    }

    @Test("What two nodes saw of one wait is one wait")
    func nodes() throws {
        var log = WaitLog(on: Self.moment(0).day)
        log.take([
            wait(0, 30, known), wait(0, 10, mark: 1), wait(1, 20, mark: 2), wait(0, 5, mark: 3, queue: "phone"),
        ])
        log.take([wait(2, 45, known), wait(0, 15, mark: 1)])
        #expect(log.waits.count == 4)
        #expect(log.waits.first { $0.profile == known } == wait(0, 45, known))
        let chats = log.waits.filter { $0.profile == nil && $0.queue.isEmpty }
        #expect(Set(chats) == [wait(0, 15, mark: 1), wait(1, 20, mark: 2)])
        // Who becomes known while waiting is one, and who comes back later waits again.
        log.take([wait(1, 40, known, mark: 2), wait(100, 110, known)])
        #expect(log.waits.count == 5)
        #expect(log.waits.contains(wait(1, 40, known, mark: 2)))
        #expect(log.waits.map(\.arrivedAt) == log.waits.map(\.arrivedAt).sorted())
        #expect(try Stored.value(WaitLog.self, from: Stored.bytes(of: log)) == log)
        #expect(log.without([known])?.waits.count == 2 && log.without([ProfileID(high: 9, low: 9)]) == nil)
    }

    @Test("Of a day with too many the latest are kept")
    func full() {
        let waits = (0..<(WaitLog.capacity + 5)).map { wait($0 * 5, $0 * 5 + 1) }
        let log = WaitLog(on: Self.moment(0).day, waits.shuffled())
        #expect(log.waits == Array(waits.dropFirst(5)))
    }
}
