import ProfileCore
import Testing

@Suite("What waits to be told of a profile") struct WebhookDeliveryTests {
    private static let profile = ProfileID(high: 1, low: 1)
    private static let absorbed = ProfileID(high: 2, low: 2)

    @Test("Updates fold into one, with all that changed and the latest version")
    func folded() throws {
        var delivery = WebhookDelivery()
        delivery.add(Self.event(.updated(.orders), 1), at: .zero)
        delivery.add(Self.event(.updated(.customers), 2), at: .zero)
        #expect(delivery.waiting == [Self.event(.updated([.orders, .customers]), 2)])
    }

    @Test("A profile that is new stays new until it was told")
    func created() {
        var delivery = WebhookDelivery()
        delivery.add(Self.event(.created(.customers), 1), at: .zero)
        delivery.add(Self.event(.updated(.orders), 2), at: .zero)
        #expect(delivery.waiting == [Self.event(.created([.customers, .orders]), 2)])
    }

    @Test("A tier that came back is nothing to tell")
    func tiers() {
        var delivery = WebhookDelivery()
        delivery.add(Self.event(.tierChanged(from: nil, to: "gold"), nil), at: .zero)
        delivery.add(Self.event(.tierChanged(from: "gold", to: "silver"), nil), at: .zero)
        #expect(delivery.waiting == [Self.event(.tierChanged(from: nil, to: "silver"), nil)])
        delivery.add(Self.event(.tierChanged(from: "silver", to: nil), nil), at: .zero)
        #expect(delivery.isEmpty && delivery.dueAt == nil)
    }

    @Test("A merge and an erasure take away what waits")
    func ended() {
        for end in [WebhookEvent.Content.erased, .merged(absorbed: Self.absorbed)] {
            var delivery = WebhookDelivery()
            delivery.add(Self.event(.updated(.orders), 1), at: .zero)
            delivery.add(Self.event(.conflictOpened, 1), at: .zero)
            delivery.add(Self.event(end, nil), at: .zero)
            #expect(delivery.waiting == [Self.event(end, nil)])
        }
    }

    @Test("A merge is kept in order with the events of the absorbed profile, and told of the one that is left")
    func queue() {
        let event = Self.event(.merged(absorbed: Self.absorbed), nil)
        #expect(event.queue == Self.absorbed && event.profile == Self.profile)
        #expect(Self.event(.erased, nil).queue == Self.profile)
    }

    @Test("Somebody erased is told nothing of any more but that, also when a message was to be tried again")
    func erased() throws {
        var delivery = WebhookDelivery()
        delivery.add(Self.event(.updated(.orders), 1), at: .zero)
        let claim = try delivery.claimed(at: 0)
        delivery.add(Self.event(.erased, nil), at: .zero)
        delivery.accept(.status(500, retryAfter: nil), to: claim, at: .zero, chance: 0)
        let next = try delivery.claimed(at: 1)
        #expect(next.message.event.content == .erased && next.message.id != claim.message.id)
    }

    @Test("A message that was tried stays as it is, with its id, and what comes later waits behind it")
    func frozen() throws {
        var delivery = WebhookDelivery()
        delivery.add(Self.event(.updated(.orders), 1), at: .zero)
        let first = try delivery.claimed(at: 0)
        delivery.add(Self.event(.updated(.customers), 2), at: .zero)
        delivery.accept(.status(503, retryAfter: nil), to: first, at: .second(1), chance: 0)
        let early = delivery.claim(at: 5)
        #expect(delivery.dueAt == .second(6) && early == nil)
        delivery.add(Self.event(.updated(.activities), 3), at: .second(2))
        #expect(delivery.dueAt == .second(6), "a change brings no attempt forward")
        let again = try delivery.claimed(at: 6)
        #expect(again.message.id == first.message.id && again.message.event == first.message.event)
        delivery.accept(.status(204, retryAfter: nil), to: again, at: .second(7), chance: 0)
        let second = try delivery.claimed(at: 7)
        #expect(second.message.event == Self.event(.updated([.customers, .activities]), 3))
        #expect(second.message.id != first.message.id)
    }

    @Test("An answer to a message of a removed row settles nothing of the row that is made after it")
    func madeAnew() throws {
        let lease = { (delivery: inout WebhookDelivery, id: String) in
            delivery.claim(of: Self.profile, at: .zero, until: .second(30), id: id)
        }
        var (removed, anew) = (WebhookDelivery(), WebhookDelivery())
        removed.add(Self.event(.updated(.orders), 1), at: .zero)
        let old = try #require(lease(&removed, "msg_old"))
        anew.add(Self.event(.erased, nil), at: .zero)
        let new = try #require(lease(&anew, "msg_new"))
        #expect(old.lease == new.lease)
        anew.accept(.status(200, retryAfter: nil), to: old, at: .second(1), isIn: false)
        #expect(anew.message?.id == "msg_new")
        anew.accept(.status(200, retryAfter: nil), to: new, at: .second(1))
    }

    @Test("An answer under an old number changes nothing")
    func fenced() throws {
        var delivery = WebhookDelivery()
        delivery.add(Self.event(.updated(.orders), 1), at: .zero)
        let old = try delivery.claimed(at: 0)
        let second = delivery.claim(at: 29)
        #expect(second == nil, "one is on its way at a time")
        let new = try delivery.claimed(at: 30)
        #expect(new.message == old.message && new.lease > old.lease)
        let before = delivery
        delivery.accept(.status(200, retryAfter: nil), to: old, at: .second(31), isIn: false)
        #expect(delivery == before)
        delivery.accept(.status(200, retryAfter: nil), to: new, at: .second(31), chance: 0)
        #expect(delivery.isEmpty)
        delivery.accept(.status(500, retryAfter: nil), to: new, at: .second(32), isIn: false)
    }

    @Test("After the last attempt it is given up, and told again with the next change or when asked for")
    func givenUp() throws {
        var delivery = WebhookDelivery()
        delivery.add(Self.event(.created(.customers), 1), at: .zero)
        var moment = Timestamp.zero
        for attempt in 1...10 {
            let claim = try delivery.claimed(at: moment)
            #expect(claim.message.attempts == attempt - 1)
            delivery.accept(.failed(.timeout), to: claim, at: moment, chance: 0.5)
            moment = delivery.dueAt ?? moment
        }
        #expect(delivery.state == .failed && delivery.dueAt == nil && delivery.failedAt == moment)
        var asked = try #require(delivery.retried(at: .zero))
        let again = try asked.claimed(at: 0)
        #expect(again.message.id == "msg_0" && again.message.attempts == 0)
        delivery.add(Self.event(.updated(.orders), 2), at: .zero)
        let revived = try delivery.claimed(at: 0)
        #expect(revived.message.event == Self.event(.created([.customers, .orders]), 2))
        #expect(revived.message.id != again.message.id, "another content has another id")
    }

    @Test("It is stored as it is")
    func stored() throws {
        var random = Seeded(1)
        for _ in 0..<500 {
            var delivery = WebhookDelivery()
            for _ in 0..<Int.random(in: 1...6, using: &random) { Self.live(&delivery, &random) }
            #expect(try Stored.value(from: Stored.bytes(of: delivery)) == delivery)
        }
    }

    private static func live(_ delivery: inout WebhookDelivery, _ random: inout Seeded) {
        let version = Int.random(in: 1...99, using: &random)
        let contents: [WebhookEvent.Content] = [
            .created(.customers), .updated([.orders, .promises]), .merged(absorbed: absorbed),
            .unmerged(absorbed: absorbed), .erased, .tierChanged(from: nil, to: "gold"),
            .tierChanged(from: "ß", to: nil), .problemRepeated, .conflictOpened,
        ]
        let answers: [DeliveryAnswer] = [
            .status(500, retryAfter: nil), .failed(.noSecret), .status(410, retryAfter: nil),
        ]
        let content = contents[Int.random(in: 0..<contents.count, using: &random)]
        delivery.add(event(content, Bool.random(using: &random) ? version : nil), at: .zero)
        guard Bool.random(using: &random), let claim = delivery.claim(at: Int64(version)) else { return }
        guard Bool.random(using: &random) else { return }
        let answer = answers[Int.random(in: 0..<answers.count, using: &random)]
        _ = delivery.take(answer, to: claim, at: .zero, chance: 0)
    }

    fileprivate static func event(_ content: WebhookEvent.Content, _ version: Int?) -> WebhookEvent {
        WebhookEvent(content, of: profile, version: version, at: .second(Int64(version ?? 0)))
    }
}

/// A receiver and any number of nodes, of which some die, against what a receiver has to know in the end.
@Suite("Messages of one profile, whatever happens") struct DeliveryHistoryTests {
    @Test("A receiver gets to know every change, and the same content under the same id", arguments: 0..<200)
    func known(_ seed: UInt64) throws {
        var (random, trial) = (Seeded(seed), DeliveryTrial())
        for _ in 0..<Int.random(in: 1...60, using: &random) {
            switch Int.random(in: 0..<10, using: &random) {
            case 0..<4: trial.change(&random)
            case 4..<6: trial.send()
            case 6: trial.lose()
            case 7: try trial.answer(500)
            case 8: try trial.answer(200)
            default: try trial.answerLate()
            }
        }
        try trial.settle()
        #expect(trial.told.isSuperset(of: trial.happened))
        #expect(trial.toldVersion == trial.version)
    }
}

private struct DeliveryTrial {
    private var delivery = WebhookDelivery()
    private var now: Int64 = 0
    private var underway: WebhookDelivery.Claim?
    private var lost: [WebhookDelivery.Claim] = []
    private var contents: [String: WebhookEvent] = [:]
    private(set) var version = 0
    private(set) var happened: ChangedParts = []
    private(set) var told: ChangedParts = []
    private(set) var toldVersion = 0

    mutating func change(_ random: inout Seeded) {
        let parts = ChangedParts(rawValue: 1 << UInt8.random(in: 0..<6, using: &random))
        version += 1
        happened.formUnion(parts)
        delivery.add(WebhookDeliveryTests.event(.updated(parts), version), at: .second(now))
    }

    mutating func send() {
        now += 1
        guard let claim = delivery.claim(at: now) else { return }
        if let underway { lost.append(underway) }
        underway = claim
    }

    /// The node dies; the receiver may have got the message.
    mutating func lose() {
        guard let claim = underway else { return }
        lost.append(claim)
        underway = nil
        now += 31
    }

    mutating func answer(_ status: Int) throws {
        guard let claim = underway else { return }
        try receive(claim, status)
        underway = nil
        delivery.accept(.status(status, retryAfter: nil), to: claim, at: .second(now), chance: 0)
    }

    mutating func answerLate() throws {
        guard let claim = lost.popLast(), claim.lease != underway?.lease else { return }
        try receive(claim, 200)
        let before = delivery
        let counts = delivery.take(.status(200, retryAfter: nil), to: claim, at: .second(now), chance: 0)
        #expect(counts || delivery == before)
    }

    mutating func settle() throws {
        if underway != nil { try answer(200) }
        while !delivery.isEmpty {
            now = max(now, (delivery.dueAt?.milliseconds ?? 0) / 1_000 + 1)
            if delivery.state == .failed, let retried = delivery.retried(at: .second(now)) { delivery = retried }
            send()
            try answer(200)
        }
    }

    private mutating func receive(_ claim: WebhookDelivery.Claim, _ status: Int) throws {
        let event = claim.message.event
        let former = contents.updateValue(event, forKey: claim.message.id)
        #expect(former == nil || former == event)
        guard status == 200, case .updated(let parts) = event.content else { return }
        told.formUnion(parts)
        toldVersion = max(toldVersion, event.version ?? 0)
    }
}

private struct Seeded: RandomNumberGenerator {
    private var state: UInt64

    init(_ seed: UInt64) { state = seed &+ 0x9E37_79B9_7F4A_7C15 }

    /// Source: Vigna, "SplitMix64".
    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var value = state
        value = (value ^ (value >> 30)) &* 0xBF58_476D_1CE4_E5B9
        value = (value ^ (value >> 27)) &* 0x94D0_49BB_1331_11EB
        return value ^ (value >> 31)
    }
}

extension WebhookDelivery {
    /// A lease of half a minute.
    fileprivate mutating func claim(at second: Int64) -> Claim? {
        let id = "msg_\(lease)"
        return claim(of: ProfileID(high: 1, low: 1), at: .second(second), until: .second(second + 30), id: id)
    }

    fileprivate mutating func claimed(at second: Int64) throws -> Claim {
        let claim = claim(at: second)
        return try #require(claim)
    }

    fileprivate mutating func claimed(at moment: Timestamp) throws -> Claim {
        try claimed(at: moment.milliseconds / 1_000 + 1)
    }

    fileprivate mutating func accept(
        _ answer: DeliveryAnswer, to claim: Claim, at moment: Timestamp, chance: Double = 0, isIn expected: Bool = true
    ) {
        let counts = take(answer, to: claim, at: moment, chance: chance)
        #expect(counts == expected)
    }
}

extension Timestamp {
    fileprivate static let zero = Timestamp(milliseconds: 0)

    fileprivate static func second(_ second: Int64) -> Timestamp { Timestamp(milliseconds: second * 1_000) }
}
