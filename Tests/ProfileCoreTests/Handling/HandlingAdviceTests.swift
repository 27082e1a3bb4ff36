import Testing

@testable import ProfileCore

@Suite("Who should take a matter, and where")
struct HandlingAdviceTests {
    private static let now = Timestamp.utc(2026, 11, 22, 12)

    private static func advice(
        _ topic: String? = "delivery", channel: String? = nil, language: String? = nil, free: [String]? = nil,
        of sample: ProfileSample? = nil, _ learned: LearnedHandling? = nil, _ agents: [String: AgentRecord] = [:]
    ) -> HandlingAdvice {
        HandlingAdvice(
            HandlingRequest(topic: topic, channel: channel, language: language, free: free),
            sample?.customer(at: now), learned, .of(agents))
    }

    /// Somebody whom Ada served well and Bob once.
    private static func regular(csat: Int? = 5, _ fill: (inout CustomerRecord) -> Void = { _ in }) -> ProfileSample {
        var sample = ProfileSample()
        sample.customer { fill(&$0) }
        sample.interactions([
            .about("delivery", .utc(2026, 9, 1), with: "ada", csat: csat),
            .about("refund", .utc(2026, 10, 1), with: "ada", csat: csat),
            .about("refund", .utc(2026, 10, 2), with: "bob"),
        ])
        return sample
    }

    @Test("The one of whom most is certain is asked for, not the one with a few lucky contacts")
    func bestLowerBound() {
        let learned = LearnedHandling.of(
            "delivery", agents: [("lucky", 5, 5), ("sure", 90, 100), ("weak", 20, 100)])
        let advice = Self.advice(learned: learned)
        #expect(advice.able.map(\.id) == ["sure", "lucky", "weak"])
        #expect(advice.recommendation.agent == "sure")
        #expect(
            advice.recommendation.why
                == "solved 90 % of 100 contacts about delivery at once (95 % interval 83 to 94 %)")
        #expect(advice.able[0].figure.basis == .own && advice.able[1].figure.basis == .topic)
        #expect(advice.able[1].figure.contacts == 5 && advice.able[1].figure.count?.contacts == 205)
    }

    private static func advice(learned: LearnedHandling, free: [String]? = nil) -> HandlingAdvice {
        advice("delivery", free: free, learned)
    }

    @Test("The topic means the same in every spelling, and one that nobody knows is told by the whole shop")
    func spelling() {
        let learned = LearnedHandling.of("where is it", agents: [("sure", 90, 100)])
        for topic in ["Where is it?", "WHERE_IS_IT", " where--is  it "] {
            #expect(Self.advice(topic, learned).recommendation.agent == "sure", "\(topic)")
        }
        let unknown = Self.advice("Ünknown", free: ["x", "y"], learned)
        #expect(unknown.topic == "ünknown" && unknown.figure.basis == .overall && unknown.figure.contacts == 0)
        #expect(unknown.recommendation.agent == "x")
        #expect(unknown.recommendation.why.contains("fewer than 30 contacts about ünknown"))
        #expect(Self.advice("?!", learned).topic == nil)
        #expect(Self.advice(nil, nil).recommendation.agent == nil)
    }

    @Test("A name is its words in small letters, whatever stands between them", arguments: 0..<300 as Range<UInt64>)
    func words(seed: UInt64) {
        var random = SplitMix64(seed: seed)
        let pool = Array(seed % 2 == 0 ? "aZm09 _-?\t./@[`{" : "aZ9 -\u{C9}\u{DF}\u{2028}\u{663}e\u{301}")
        let name = String((0..<12).compactMap { _ in pool.randomElement(using: &random) }.prefix(Int(seed % 13)))
        var words = [""]
        for character in name.lowercased() {
            if character.isLetter || character.isNumber {
                words[words.count - 1].append(character)
            } else {
                words.append("")
            }
        }
        let folded = words.filter { !$0.isEmpty }.joined(separator: " ")
        #expect(TopicName.folded(name) == (folded.isEmpty ? nil : folded), "\(name.debugDescription)")
    }

    @Test("Whom the customer trusts comes first if free, unless certainly worse than the best")
    func trusted() {
        let sample = Self.regular()
        let even = LearnedHandling.of("delivery", agents: [("ada", 60, 100), ("sure", 70, 100)])
        let preferred = Self.advice(of: sample, even).recommendation
        #expect(preferred.agent == "ada" && preferred.agentName == "ADA")
        #expect(
            preferred.why.hasPrefix(
                "knows the customer: 2 contacts, the last on 1 October 2026, rated 5.0 of 5 (2 ratings)"))
        let worse = LearnedHandling.of("delivery", agents: [("ada", 30, 100), ("sure", 90, 100)])
        #expect(Self.advice(of: sample, worse).recommendation.agent == "sure")
        #expect(Self.advice(free: ["bob", "sure"], of: sample, even).recommendation.agent == "sure")
        #expect(Self.advice(of: Self.regular(csat: 2), even).recommendation.agent == "sure")
        #expect(Self.advice(free: ["bob"], of: sample, even).recommendation.agent == "bob")
        let owned = Self.regular { $0.owner = Person(id: "own", name: "Owner") }
        #expect(Self.advice(free: ["own", "x"], of: owned, even).recommendation.agent == "own")
    }

    @Test("Nothing is concluded of somebody who objects to profiling; that they were served stays a fact")
    func objection() {
        let sample = Self.regular {
            $0.consents = [Consent(purpose: "profiling", channel: nil, status: .denied, at: nil)]
        }
        let even = LearnedHandling.of("delivery", agents: [("ada", 60, 100), ("sure", 70, 100)])
        let advice = Self.advice(of: sample, even)
        #expect(advice.recommendation.agent == "sure")
        #expect(advice.customer?.objection == "consent to profiling is denied")
        #expect(advice.customer?.known.map(\.id) == ["ada", "bob"])
        #expect(advice.customer?.known.allSatisfy { $0.ratings == 0 && advice.customer?.trusts($0) == nil } ?? false)
    }

    @Test("Who does not serve the channel or speak the language cannot, and is named with the reason")
    func obstacles() {
        let agents: [String: AgentRecord] = [
            "chat": .with(channels: ["Chat"], languages: ["en-US"]), "mail": .with(channels: ["email"]),
            "any": .with(), "german": .with(languages: ["de"], skills: ["Delivery!"]),
        ]
        let asked = Self.advice(channel: "chat", language: "en-GB", free: agents.keys.sorted(), agents)
        #expect(asked.able.map(\.id) == ["any", "chat"])
        #expect(asked.unable.map(\.obstacle) == ["does not speak en", "does not serve chat"])
        let skilled = Self.advice(agents)
        #expect(skilled.able.map(\.id) == ["german"] && skilled.able[0].hasSkill)
        #expect(skilled.recommendation.why.contains("has the skill"))
        let none = Self.advice(language: "pl", free: ["german"], agents).recommendation
        #expect(none.agent == nil && none.why == "nobody is known who can take it")
        #expect(Self.advice(free: [], agents).recommendation.agent == nil)
        let unknown = Self.advice("zeppelins", free: nil, nil, agents).recommendation
        #expect(unknown.agent == nil)
        #expect(unknown.why == "nobody is known who solved such a matter, has the skill or knows the customer")
    }

    private static func advice(_ agents: [String: AgentRecord]) -> HandlingAdvice { advice("delivery", nil, agents) }

    private static func advice(
        channel: String? = nil, language: String? = nil, free: [String], _ agents: [String: AgentRecord]
    ) -> HandlingAdvice {
        advice("delivery", channel: channel, language: language, free: free, nil, agents)
    }

    @Test("An agent of whom nothing is known comes last, and takes nothing that asks for a channel or a language")
    func strangers() {
        let agents = ["z": AgentRecord.with()]
        let plain = Self.advice(free: ["a", "z"], agents)
        #expect(plain.able.map(\.id) == ["z", "a"] && plain.recommendation.agent == "z")
        #expect(plain.isKnown("z") && !plain.isKnown("a") && !plain.isKnown("nobody"))
        let alone = Self.advice(free: ["a"], agents).recommendation
        #expect(alone.agent == "a" && alone.why.hasSuffix("nothing is known of who is free"))
        let chat = Self.advice(channel: "chat", free: ["a", "z"], agents)
        #expect(chat.able.map(\.id) == ["z"] && chat.unable.map(\.obstacle) == ["is not known to serve chat"])
        let german = Self.advice(language: "de-AT", free: ["a"], agents)
        #expect(german.recommendation.agent == nil && german.unable.map(\.obstacle) == ["is not known to speak de"])
    }

    @Test("A contact makes an agent known, and a shop that states no agents is told who is free all the same")
    func knownByContacts() {
        let learned = LearnedHandling.of("refund", agents: [("learned", 3, 9)])
        let agents = ["z": AgentRecord.with(channels: ["email"])]
        let free = ["ada", "learned", "typo", "z"]
        let advice = Self.advice(channel: "chat", free: free, of: Self.regular(), learned, agents)
        #expect(advice.able.map(\.id) == ["ada", "learned"])
        #expect(free.filter { !advice.isKnown($0) } == ["typo"])
        let unstated = Self.advice(channel: "chat", language: "de", free: ["a"])
        #expect(unstated.recommendation.agent == "a" && !unstated.isKnown("a"))
    }

    @Test("A language that only the profile knows leaves nobody without an agent")
    func ownLanguage() {
        let sample = Self.regular { $0.language = "pl" }
        let german = ["g": AgentRecord.with(languages: ["de"])]
        #expect(Self.advice(free: ["g"], of: sample, nil, german).recommendation.agent == "g")
        let both = german.merging(["p": .with(languages: ["pl-PL"])]) { first, _ in first }
        let advice = Self.advice(free: ["g", "p"], of: sample, nil, both)
        #expect(advice.recommendation.agent == "p" && advice.unable.map(\.id) == ["g"])
        let strangers = Self.advice(free: ["g", "p", "typo"], of: sample, nil, both)
        #expect(strangers.able.map(\.id) == ["p"] && strangers.unable.map(\.id) == ["g", "typo"])
    }

    @Test("A channel that solves more is said, and so is that channels do not differ")
    func channels() {
        let differ = LearnedHandling.of("delivery", channels: [("chat", 40, 100), ("phone", 90, 100), ("fax", 3, 3)])
        let advice = Self.advice(differ)
        #expect(advice.channels.map(\.name) == ["phone", "fax", "chat"] && advice.doChannelsDiffer == true)
        #expect(advice.recommendation.channel == "phone")
        #expect(
            advice.recommendation.why.hasSuffix("by phone, which solved 90 % of 100 contacts about delivery at once"))
        let alike = LearnedHandling.of("delivery", channels: [("chat", 50, 100), ("phone", 55, 100)])
        let same = Self.advice(alike)
        #expect(same.doChannelsDiffer == false)
        #expect(same.recommendation.why.contains("channels do not differ enough to tell"))
        let few = Self.advice(LearnedHandling.of("delivery", channels: [("chat", 3, 3)]))
        #expect(few.doChannelsDiffer == nil && few.recommendation.channel == nil)
    }

    private static func advice(_ learned: LearnedHandling) -> HandlingAdvice { advice("delivery", learned) }

    @Test(
        "The channel that the customer prefers is kept unless certainly worse, and one that they refuse is not used"
    )
    func preferredChannel() {
        let chatty = Self.regular { $0.preferredChannel = "chat" }
        let alike = LearnedHandling.of("delivery", channels: [("chat", 50, 100), ("phone", 55, 100)])
        #expect(Self.advice(of: chatty, alike).recommendation.channel == "chat")
        let differ = LearnedHandling.of("delivery", channels: [("chat", 40, 100), ("phone", 90, 100)])
        #expect(Self.advice(of: chatty, differ).recommendation.channel == "phone")
        let refusing = Self.regular {
            $0.consents = [Consent(purpose: "contact", channel: "phone", status: .denied, at: nil)]
        }
        #expect(Self.advice(of: refusing, differ).recommendation.channel == "chat")
        #expect(Self.advice(channel: "sms", of: chatty, differ).recommendation.channel == "sms")
    }

    @Test("One agent alone takes everything, and two sources that state one id mean one agent")
    func oneAgent() {
        #expect(Self.advice(free: ["a", "a"]).able.count == 1)
        var catalogue = Catalogue(priorities: ["hr": 1])
        catalogue.take([
            .agent("a", .with(channels: ["chat"], skills: ["Delivery"]), "desk"),
            .agent("a", .with(languages: ["de"], skills: ["Refund"]), "hr"),
        ])
        let agent = catalogue.agents["a"]
        #expect(agent?.channels == ["chat"] && agent?.languages == ["de"] && agent?.skills == ["Refund"])
        #expect(catalogue.agents.having(skill: "refund") == ["a"] && catalogue.agents.having(skill: "delivery").isEmpty)
        #expect(catalogue.count(.agent) == 2 && catalogue.joinsNothing)
        catalogue.take(
            ["desk", "hr"].map { source in
                CatalogueEntry(
                    withdrawn: FactKey(kind: .agent, source: source, id: "a"), updatedAt: .utc(2026, 2, 1))
            })
        #expect(catalogue.agents["a"] == nil && catalogue.agents.having(skill: "refund").isEmpty)
        #expect(catalogue.count(.agent) == 0)
    }

    @Test(
        "In a queue nobody is named twice while others are free, and the first in it choose first",
        arguments: 0..<50 as Range<UInt64>)
    func queue(seed: UInt64) {
        var random = SplitMix64(seed: seed)
        let free = (0..<Int.random(in: 0...6, using: &random)).map { "a\($0)" }
        let agents = Dictionary(
            uniqueKeysWithValues: free.map { id in
                (id, AgentRecord.with(languages: [["de"], ["en"], []].randomElement(using: &random) ?? []))
            })
        let wanted = (0..<10).map { _ in ["de", "en", "pl", nil].randomElement(using: &random) ?? nil }
        var left = FreeAgents(free + free)
        let given = wanted.map { language in
            left.take(HandlingRequest(topic: "t", language: language), nil, nil, .of(agents)).agent
        }
        var rest = Set(free)
        for (language, agent) in zip(wanted, given) {
            let able = rest.filter { id in
                language.map { (agents[id]?.languages ?? []).isEmpty || agents[id]?.languages == [$0] } ?? true
            }
            #expect((agent == nil) == able.isEmpty && agent.map(able.contains) ?? true)
            if let agent { rest.remove(agent) }
        }
    }
}
