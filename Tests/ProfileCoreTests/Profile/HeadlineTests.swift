import ProfileCore
import Testing

@Suite struct HeadlineTests {
    private let now = Timestamp.utc(2026, 11, 22, 10)

    @Test func tellTheMostUsefulFirstAndFiveAtMost() {
        var sample = ProfileSample()
        sample.customer { $0.birthday = Birthday(year: nil, month: 11, day: 27) }
        let contacts = [16, 20, 22].map { InteractionDigest.contact("\($0)", at: .utc(2026, 11, $0), order: "8812") }
        sample.contacts("chat", contacts.map(\.at))
        sample.summary.contact.recent.list = Recent(items: contacts.reversed(), total: 3)
        sample.summary.contact.open.list = Recent(items: [contacts[2]], total: 1)
        sample.orders(.euro, [(.of(2026, 3, 9), 250_000)])
        sample.summary.purchases.open.list = Recent(
            items: [
                OrderDigest(
                    source: "erp", id: "8812", placedAt: .utc(2026, 11, 1), status: .shipped, total: 1, currency: .euro,
                    items: .one, expectedDelivery: .of(2026, 11, 19), trackingURL: nil)
            ], total: 1)
        let rating = RatingEntry(source: "crm", id: "1", at: .utc(2026, 11, 3), value: 2)
        sample.summary.contact.ratings.csat = RatingTally(sum: 2, recent: Recent(items: [rating], total: 1))
        sample.signals([.sign(.cart, "A", at: now, cents: 100)])
        let profile = sample.profile(at: now)
        #expect(
            profile.headlines == [
                "Third contact about order 8812 in 6 days, still open", "Gold customer since March 2026",
                "Order 8812 is 3 days late", "Birthday on Friday", "Last rating 2 of 5 on 3 November 2026",
            ])
        #expect(profile.vip.priority == 100)
    }

    @Test func aStrangerMakesFirstContact() {
        #expect(ProfileSample().profile(at: now).headlines == ["First contact"])
    }

    @Test func aFirstContactOfSomebodyWhoOrderedSaysSinceWhen() {
        var sample = ProfileSample()
        sample.orders(.euro, [(.of(2019, 3, 9), 100), (.of(2024, 5, 1), 100)])
        #expect(sample.profile(at: now).headlines == ["First contact, customer since March 2019"])
        sample.contacts("chat", [now])
        #expect(sample.profile(at: now).headlines == ["First contact, customer since March 2019"])
        sample.contacts("phone", [.utc(2025, 1, 1)])
        #expect(sample.profile(at: now).headlines.isEmpty)
    }

    @Test func aResolvedProblemIsNoNews() {
        var contact = ContactSummary()
        let items = [20, 22].map {
            InteractionDigest.contact("\($0)", at: .utc(2026, 11, $0), topic: "delivery", .resolved)
        }
        contact.recent.list = Recent(items: items, total: 2)
        #expect(RepeatedProblem(contact, today: now.day) == nil)
    }

    @Test func callsOfTheCompanyAreNotContactsOfTheCustomer() {
        var contact = ContactSummary()
        contact.recent.list = Recent(
            items: [
                .contact("1", at: now, topic: "delivery"),
                .contact("2", at: now, topic: "delivery", .open, .outbound),
            ], total: 2)
        contact.open.list = contact.recent.list
        #expect(RepeatedProblem(contact, today: now.day) == nil)
    }

    @Test func aTopicIsOneHoweverItIsSpelled() {
        var sample = ProfileSample()
        let contacts = ["Where is it?", "where_is_it", "WHERE is it", "???"].enumerated().map { place, topic in
            InteractionDigest.contact("\(place)", at: .utc(2026, 11, 16 + place), topic: topic)
        }
        sample.contacts("chat", contacts.map(\.at))
        sample.summary.contact.recent.list = Recent(items: contacts.reversed(), total: 4)
        sample.summary.contact.open.list = Recent(items: [contacts[1]], total: 1)
        let problem = RepeatedProblem(sample.summary.contact, today: now.day)
        // It is called as it was called last.
        #expect(problem?.contacts == 3 && problem?.subject == "WHERE is it")
        #expect(sample.profile(at: now).headlines.first == "Third contact about WHERE is it in 2 days, still open")
    }

    @Test func theExplanationNamesWhatComesFirst() {
        let sample = ProfileSample()
        let explained = ProfileExplanation(of: sample.profile(at: now), state: sample.state, rules: sample.rules)
        let formula = explained.derived.first { $0.pointer == "/headlines" }?.formula
        #expect(formula?.hasPrefix("recall of what they bought, promise") == true)
    }
}
