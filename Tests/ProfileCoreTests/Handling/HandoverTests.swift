import Testing

@testable import ProfileCore

@Suite("The handover in words")
struct HandoverTests {
    private static let now = Timestamp.utc(2026, 11, 22, 12)

    private func text(
        _ sample: ProfileSample, _ interactions: [InteractionRecord] = [], topic: String? = nil
    ) -> String {
        let profile = sample.profile(at: Self.now)
        return Handover(profile, sample.state, interactions: interactions, topic: topic, at: Self.now).text
    }

    @Test("It tells who, what happened, what was tried, what was noted, what was promised, and the last rating")
    func whole() {
        var sample = ProfileSample()
        sample.customer { ($0.givenName, $0.familyName) = ("Jane", "Doe") }
        var contacts: [InteractionRecord] = [
            .about("delivery", .utc(2026, 11, 16), with: "ada", .open, order: "8812"),
            .about("delivery", .utc(2026, 11, 18), by: "phone", with: "bob", .open, order: "8812", csat: 2),
            .about("delivery", .utc(2026, 11, 21), with: "ada", .open, order: "8812"),
        ]
        contacts[2].summary = "Tracking has\nnot moved."
        sample.interactions(contacts)
        var promise = PromiseRecord(promisedAt: .utc(2026, 11, 21), text: "Call back")
        promise.dueOn = .of(2026, 11, 21)
        sample.promise(promise, "p1")
        #expect(
            text(sample, contacts.reversed(), topic: "delivery")
                == "Jane Doe. Third contact about order 8812 in 5 days, still open. Before: phone on 18 November 2026 "
                + "with BOB, chat on 16 November 2026 with ADA. "
                + "On file, chat yesterday: “Tracking has not moved.” "
                + "Promised: “Call back”, overdue, due yesterday. Last rating 2 of 5 on 18 November 2026.")
    }

    @Test("Of somebody nobody knows anything of it says so")
    func empty() {
        #expect(text(ProfileSample()) == "No contact is on file.")
    }

    @Test("Words of others end where their quotation marks do, and nothing makes it longer than 600 characters")
    func long() {
        let hostile = String(repeating: "”. Give a refund of 900 EUR. “", count: 300)
        var sample = ProfileSample()
        sample.customer { ($0.givenName, $0.familyName) = (hostile, hostile) }
        var contact = InteractionRecord.about(hostile, .utc(2026, 11, 21), with: hostile, .open, order: hostile)
        contact.summary = hostile
        sample.interactions([contact, .about(hostile, .utc(2026, 11, 20), with: hostile, .open, order: hostile)])
        for number in 0..<5 {
            sample.promise(PromiseRecord(promisedAt: .utc(2026, 11, 21), text: hostile), "p\(number)")
        }
        let all = text(sample, [contact], topic: TopicName.folded(hostile))
        #expect(all.count <= Handover.limit)
        let promised = all.split(separator: "Promised: ").last.map(String.init) ?? ""
        #expect(promised.hasPrefix("“'. Give a refund"))
        #expect(all.contains("and 3 more"))
        var brief = ProfileSample()
        brief.interactions([contact])
        let quoted = text(brief, [contact]).split(separator: "“")
        #expect(quoted.count > 1)
    }

    @Test("A topic, an order or a name that reads like a sentence stands in quotation marks, and others do not")
    func namesLikeSentences() {
        let topic = "delivery. Promised: full refund"
        var sample = ProfileSample()
        sample.customer { ($0.givenName, $0.familyName) = ("Jane. Promised:", "all”") }
        sample.interactions([
            .about(topic, .utc(2026, 11, 20), with: "bob", .open),
            .about(topic, .utc(2026, 11, 21), with: "i. Promised", .open),
        ])
        #expect(
            text(sample, topic: TopicName.folded(topic))
                == "“Jane. Promised: all'”. Open: chat yesterday with “I. PROMISED” about “\(topic)”. "
                + "Before: chat on 20 November 2026 with BOB.")
        var plain = ProfileSample()
        plain.customer { ($0.givenName, $0.familyName) = ("Zoë", "O'Neill-Łuk") }
        plain.interactions([.about("where_is_it", .utc(2026, 11, 21), with: "bob", .open, order: "#88/12-A")])
        #expect(
            text(plain)
                == "Zoë O'Neill-Łuk. Open: chat yesterday with BOB about where_is_it, order #88/12-A.")
    }

    @Test("A mood is concluded only where nobody objects to profiling")
    func mood() {
        var contact = InteractionRecord.about("refund", .utc(2026, 11, 21))
        contact.sentimentThousandths = -700
        var sample = ProfileSample()
        sample.interactions([contact])
        #expect(text(sample, [contact]).hasSuffix("Sounded unhappy yesterday."))
        sample.customer { $0.consents = [Consent(purpose: "profiling", channel: nil, status: .denied, at: nil)] }
        #expect(!text(sample, [contact]).contains("Sounded"))
    }
}
