import Testing

@testable import ProfileCore

@Suite("Which contacts solve a matter, and how certain that is")
struct SolvedTests {
    @Test(
        "Intervals are those of Wilson's score, as Newcombe published them (1998, table I, method 3)",
        arguments: [
            (81, 263, 0.2553, 0.3662), (15, 148, 0.0624, 0.1605), (0, 20, 0, 0.1611), (1, 29, 0.0061, 0.1718),
        ])
    func published(solved: Int, contacts: Int, low: Double, high: Double) {
        let interval = SolvedCount(solved: solved, contacts: contacts, customers: contacts).interval
        #expect(abs(interval.lowerBound - low) < 0.00005 && abs(interval.upperBound - high) < 0.00005, "\(interval)")
    }

    @Test("Intervals lie within 0 and 1, hold the share, and shrink as contacts grow, up to absurd counts")
    func bounds() throws {
        var width = 1.0
        for contacts in [1, 2, 10, 100, 10_000, 1_000_000_000, Int.max] {
            for solved in Set([0, contacts / 3, contacts]) {
                let count = SolvedCount(solved: solved, contacts: contacts, customers: 3)
                let share = try #require(count.share)
                #expect(count.interval.lowerBound >= 0 && count.interval.upperBound <= 1)
                #expect(count.interval.lowerBound <= share + 1e-12 && share - 1e-12 <= count.interval.upperBound)
            }
            let interval = SolvedCount(solved: contacts / 2, contacts: contacts, customers: 3).interval
            let next = interval.upperBound - interval.lowerBound
            if contacts > 2 { #expect(next < width) }
            width = next
        }
        #expect(SolvedCount().share == nil && SolvedCount().interval == 0...1)
    }

    @Test(
        "Whether a contact solved the matter is as a plain look at all contacts says",
        arguments: 0..<200 as Range<UInt64>)
    func oracle(seed: UInt64) {
        var random = SplitMix64(seed: seed)
        let now = Timestamp.utc(2026, 11, 22, 12)
        let topics = ["Delivery", "delivery ", "DELIVERY?", "refund", "–", nil]
        let records = (0..<Int.random(in: 0...60, using: &random)).map { _ in
            var record = InteractionRecord.about(
                topics.randomElement(using: &random) ?? nil,
                now.advanced(bySeconds: -Int64.random(in: 0...400 * 86_400 / (1 + Int64(seed % 8)), using: &random)),
                by: ["chat", "phone"].randomElement(using: &random) ?? "chat",
                with: ["a", "b", nil].randomElement(using: &random) ?? nil,
                [.open, .resolved, .resolved, nil].randomElement(using: &random) ?? nil,
                order: ["1", "2", nil, nil].randomElement(using: &random) ?? nil)
            if Int.random(in: 0...4, using: &random) == 0 { record.direction = .outbound }
            return record
        }
        var sample = ProfileSample()
        sample.interactions(records)
        let judged = sample.summary.contact.judgedContacts(at: now)
        #expect(count(judged) == count(Self.plain(records, at: now)))
    }

    private func count(_ contacts: [JudgedContact]) -> [JudgedContact: Int] {
        contacts.reduce(into: [:]) { $0[$1, default: 0] += 1 }
    }

    /// By days and words alone.
    private static func plain(_ records: [InteractionRecord], at now: Timestamp) -> [JudgedContact] {
        let day: Int64 = 86_400_000
        let name = { (topic: String?) -> String? in
            switch topic {
            case "Delivery", "delivery ", "DELIVERY?": "delivery"
            case "refund": "refund"
            default: nil
            }
        }
        let latest = records.enumerated()
            .sorted { ($1.element.occurredAt, "\($0.offset)") < ($0.element.occurredAt, "\($1.offset)") }
            .prefix(32).map(\.element)
        return latest.compactMap { one in
            let age = now.milliseconds - one.occurredAt.milliseconds
            guard one.direction == .inbound, let topic = name(one.topic), one.status != nil, age >= 7 * day,
                age <= 365 * day
            else { return nil }
            var isSolved = one.status == .resolved
            for other in records where other.direction == .inbound && other.occurredAt > one.occurredAt {
                let isSame =
                    one.orderID == nil
                    ? other.orderID == nil && name(other.topic) == topic : other.orderID == one.orderID
                let wait = other.occurredAt.milliseconds - one.occurredAt.milliseconds
                if isSame, wait <= 7 * day { isSolved = false }
            }
            return JudgedContact(topic: topic, channel: one.channel, agent: one.agent?.id, isSolved: isSolved)
        }
    }

    @Test("What fewer than three customers have in common is learned of nobody, and three customers teach little")
    func smallGroups() {
        var sample = HandlingSample(at: .utc(2026, 11, 22))
        let contact = { (topic: String, agent: String) in
            JudgedContact(topic: topic, channel: "chat", agent: agent, isSolved: true)
        }
        sample.add([contact("delivery", "a"), contact("rare", "a")])
        sample.add([contact("delivery", "a"), contact("rare", "a")])
        sample.add([contact("delivery", "b")])
        let learned = sample.learned(number: 4)
        #expect(learned.topics.map(\.name) == ["delivery"] && learned.customers == 3)
        #expect(learned.topics[0].agents.isEmpty && learned.topics[0].channels.map(\.name) == ["chat"])
        #expect(learned.overall.contacts == 5 && !learned.overall.isEnough)
        #expect(HandlingSample(at: .utc(2026, 11, 22)).learned(number: 1).topics.isEmpty)
    }

    @Test("However many names there are, those with the most contacts are kept, and memory stays bounded")
    func bounded() throws {
        var sample = HandlingSample(at: .utc(2026, 11, 22))
        for number in 0..<30_000 {
            let often = JudgedContact(topic: "often", channel: "chat", agent: "a7", isSolved: number % 2 == 0)
            let once = JudgedContact(topic: "t\(number)", channel: "c\(number)", agent: "a\(number)", isSolved: true)
            sample.add(number % 100 == 0 ? [often, often, once] : [once])
        }
        let learned = sample.learned(number: 1)
        #expect(learned.overall.contacts == 30_600)
        let often = try #require(learned.topic("often"))
        #expect(often.all.contacts == 600 && often.agents.map(\.name) == ["a7"])
        var wide = HandlingSample(at: .utc(2026, 11, 22))
        for topic in 0..<300 {
            for customer in 0..<3 {
                wide.add(
                    (0...25).map { channel in
                        JudgedContact(topic: "t\(topic)", channel: "c\(channel)", agent: nil, isSolved: customer > 0)
                    })
            }
        }
        let kept = wide.learned(number: 1)
        #expect(kept.topics.count == LearnedHandling.topicCapacity)
        #expect(kept.topics.allSatisfy { $0.channels.count <= LearnedHandling.channelCapacity })
    }

    @Test("What was learned is read back as it was")
    func stored() throws {
        let learned = LearnedHandling.of("delivery", agents: [("a7", 30, 40), ("á 9", 1, 3)])
        #expect(try Stored.value(LearnedHandling.self, from: Stored.bytes(of: learned)) == learned)
        let advocates = LearnedAdvocates(
            number: 3, on: .of(2026, 1, 2), categories: [.init(name: "tents", profiles: [ProfileSample.id])])
        #expect(try Stored.value(LearnedAdvocates.self, from: Stored.bytes(of: advocates)) == advocates)
    }
}
