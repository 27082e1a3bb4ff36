import Testing

@testable import ProfileCore

@Suite("What a customer was promised")
struct PromiseTests {
    private static let now = Timestamp.utc(2026, 11, 22, 10)

    private static func promise(
        _ status: PromiseRecord.Status = .open, _ text: String = "Call back", due: Timestamp? = nil, on day: Day? = nil,
        settled: Timestamp? = nil
    ) -> PromiseRecord {
        var promise = PromiseRecord(promisedAt: .utc(2026, 11, 1), text: text, status: status)
        (promise.dueAt, promise.dueOn, promise.settledAt) = (due, day, settled)
        return promise
    }

    private static func profile(_ promises: PromiseRecord..., at now: Timestamp = now) -> Profile {
        var sample = ProfileSample()
        for (number, promise) in promises.enumerated() { sample.promise(promise, "\(number)") }
        return sample.profile(at: now)
    }

    @Test("An open one is overdue from the moment it was due, and a profile read before holds until then")
    func overdue() {
        let due = Timestamp.utc(2026, 11, 22, 15)
        let before = Self.profile(Self.promise(due: due))
        #expect(before.promises?.open.map(\.isOverdue) == [false])
        #expect(before.holdsUntil <= due)
        let after = Self.profile(Self.promise(due: due), at: due)
        #expect(after.promises?.open.map(\.isOverdue) == [true])
        #expect(after.asOf == due)
    }

    @Test("One of a day is in time until that day has ended")
    func dueOnADay() {
        let promise = Self.promise(on: .of(2026, 11, 22))
        #expect(Self.profile(promise, at: .utc(2026, 11, 22, 23, 59)).promises?.overdue == [])
        #expect(Self.profile(promise, at: .utc(2026, 11, 23)).promises?.overdue.count == 1)
        let both = Self.promise(due: .utc(2026, 11, 22, 9), on: .of(2026, 11, 30))
        #expect(Self.profile(both).promises?.overdue.count == 1, "the moment counts before the day")
    }

    @Test("One without a time is never overdue, and comes last")
    func withoutTime() {
        let profile = Self.profile(
            Self.promise(.open, "some day"), Self.promise(.open, "first", due: .utc(2026, 11, 23)),
            Self.promise(.open, "second", due: .utc(2026, 12, 1)))
        #expect(profile.promises?.open.map(\.promise.text) == ["first", "second", "some day"])
        #expect(profile.promises?.overdue == [])
        #expect(!profile.headlines.contains { $0.contains("romise") })
    }

    @Test("The one overdue longest heads the headlines and raises the priority, before any that was broken")
    func headline() {
        let profile = Self.profile(
            Self.promise(.open, "Refund\nthe postage", due: .utc(2026, 11, 20)),
            Self.promise(.open, "Send a label", due: .utc(2026, 11, 21)),
            Self.promise(.broken, "Call back", settled: .utc(2026, 11, 21)))
        #expect(profile.headlines.first == "Promise overdue, due 20 November 2026: Refund the postage (and 1 more)")
        #expect(profile.vip.priority == PriorityAddition.failedPromise)
        #expect(profile.vip.reasons == ["promise overdue, due 20 November 2026: +15"])
    }

    @Test("However many others there are, one that is overdue is told of")
    func amongMany() {
        var sample = ProfileSample()
        for number in 0..<60 { sample.promise(Self.promise(due: .utc(2027, 1, 1 + number % 28)), "\(number)") }
        for number in 60..<120 { sample.promise(Self.promise(), "\(number)") }
        sample.promise(Self.promise(due: .utc(2026, 11, 10)), "late")
        let profile = sample.profile(at: Self.now)
        #expect(profile.promises?.overdue.map(\.id) == ["late"] && profile.promises?.moreOpen == 71)
        #expect(profile.headlines.first?.hasPrefix("Promise overdue, due 10 November 2026") == true)
        #expect(profile.vip.priority == PriorityAddition.failedPromise)
    }

    @Test("One broken in the last ninety days heads them too; one of long ago does not")
    func broken() {
        let yesterday = Self.profile(Self.promise(.broken, settled: .utc(2026, 11, 21, 12)))
        #expect(yesterday.headlines.first == "Promise broken yesterday: Call back")
        #expect(yesterday.vip.reasons == ["promise broken yesterday: +15"])
        let byDue = Self.profile(Self.promise(.broken, due: .utc(2026, 11, 3)))
        #expect(byDue.headlines.first == "Promise broken on 3 November 2026: Call back")
        let old = Self.profile(Self.promise(.broken, settled: .utc(2026, 8, 23)))
        #expect(old.headlines.first?.contains("Promise") == false && old.vip.priority == 0)
        #expect(old.promises?.broken == 1)
    }

    @Test("Kept and withdrawn ones are counted and raise nothing")
    func settled() {
        let profile = Self.profile(
            Self.promise(.kept, due: .utc(2026, 11, 2)), Self.promise(.withdrawn, due: .utc(2026, 11, 2)))
        #expect(profile.promises?.kept == 1 && profile.promises?.withdrawn == 1 && profile.promises?.open == [])
        #expect(profile.vip.priority == 0 && profile.headlines == ["First contact"])
    }

    @Test("The first screen shows what has to be kept first")
    func firstScreen() {
        var first = Self.promise(.open, "Call back", due: .utc(2026, 11, 21))
        (first.agent, first.orderID) = (Person(id: "a7", name: "Ada"), "A-1")
        let screen = FirstScreen(
            Self.profile(
                Self.promise(.open, "Send a label", on: .of(2026, 11, 23)), Self.promise(.open, "Think of them"), first,
                Self.promise(.open, "Write", due: .utc(2026, 12, 24))))
        let lines = screen.parts.first { $0.title == "Promises" }?.lines ?? []
        #expect(lines.map(\.text) == ["Call back", "Send a label", "Write", "and 1 more"])
        let details = ["overdue, due yesterday, order A-1, by Ada", "due tomorrow", "due 24 December 2026", nil]
        #expect(lines.map(\.detail) == details)
    }

    @Test("Counts by agent and topic are those of a plain count over the records", arguments: 0..<50)
    func counts(seed: Int) throws {
        var generator = RecordGenerator(seed: UInt64(seed), kinds: [.promise])
        var sample = ProfileSample()
        var promises: [PromiseRecord] = []
        for number in 0..<60 {
            guard case .promise(let promise) = generator.record().body else { continue }
            promises.append(promise)
            sample.promise(promise, "\(number)")
        }
        let now = Timestamp.utc(2026, 11, 22)
        let view = try #require(sample.profile(at: now).promises)
        func count(_ status: PromiseRecord.Status, _ isCounted: (PromiseRecord) -> Bool = { _ in true }) -> Int {
            promises.count { $0.status == status && isCounted($0) }
        }
        #expect(view.open.count + view.moreOpen == count(.open))
        #expect(view.open.count == min(50, count(.open)))
        #expect([view.kept, view.broken, view.withdrawn] == [count(.kept), count(.broken), count(.withdrawn)])
        for tally in view.byAgent {
            let isTheirs = { (promise: PromiseRecord) in promise.agent?.id == tally.key }
            #expect(
                [tally.open, tally.kept, tally.broken]
                    == [count(.open, isTheirs), count(.kept, isTheirs), count(.broken, isTheirs)])
            let named = promises.filter { isTheirs($0) && $0.status != .withdrawn && $0.agent?.name != nil }
            #expect(tally.name == named.max { $0.promisedAt < $1.promisedAt }?.agent?.name)
        }
        for tally in view.byTopic {
            let isAbout = { (promise: PromiseRecord) in promise.topic == tally.key }
            #expect([tally.open, tally.kept] == [count(.open, isAbout), count(.kept, isAbout)])
        }
        let topics = Set(promises.filter { $0.status != .withdrawn }.compactMap(\.topic))
        #expect(Set(view.byTopic.map(\.key)) == topics)
    }

    @Test("A long text is shown in one line of three hundred characters")
    func longText() throws {
        let text = String(repeating: "word ", count: 100)
        let shown = try #require(Self.profile(Self.promise(.open, text)).promises?.open.first?.promise.text)
        #expect(shown.count == 300 && shown.hasSuffix("…"))
        #expect(PromiseDigest.line(shown) == shown)
    }

    @Test("A certificate of an erasure that an earlier version wrote is read, and a later one keeps its promises")
    func erasures() throws {
        var counts = ErasureCounts(facts: [.order: 2], links: 1, conflicts: 0, merges: 0, separations: 0, aliases: 0)
        let plain = Erasure(id: "ers_1", at: Self.now, by: "desk", counts: counts, tombstones: 3)
        // A version without promises wrote a count for each of four kinds, and nothing after the tombstones.
        var earlier = ByteWriter()
        earlier.presence(false)
        earlier.string("ers_1")
        earlier.moment(Self.now)
        earlier.string("desk")
        for number in [0, 2, 0, 0, 1, 0, 0, 0, 0, 3] { earlier.integer(number) }
        #expect(try Stored.value(Erasure.self, from: [Stored.format] + earlier.bytes) == plain)
        counts = ErasureCounts(
            facts: [.order: 2, .promise: 4], links: 1, conflicts: 0, merges: 0, separations: 0, aliases: 0)
        let lifting = Erasure.Lifting(at: Self.now, by: "desk", reason: "asked")
        let later = Erasure(id: "ers_2", at: Self.now, by: "desk", counts: counts, tombstones: 3, lifting: lifting)
        #expect(try Stored.value(Erasure.self, from: Stored.bytes(of: later)) == later)
    }
}
