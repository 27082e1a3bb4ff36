import Testing

@testable import ProfileCore

@Suite struct ContactTests {
    /// A Sunday.
    private let now = Timestamp.utc(2026, 11, 22, 10)

    @Test func countsWholeUTCDaysBeforeTodayAndToday() {
        var sample = ProfileSample()
        sample.contacts(
            "chat", [now, .utc(2026, 11, 15), .utc(2026, 11, 14, 23, 59), .utc(2026, 10, 23), .utc(2025, 11, 22)])
        let contact = sample.profile(at: now).contact
        #expect(contact.last7Days == 2)
        #expect(contact.last30Days == 4)
        #expect(contact.last365Days == 5)
        #expect(contact.total == 5)
    }

    @Test func averagesTheDaysBetweenContacts() {
        var sample = ProfileSample()
        sample.contacts("chat", [.utc(2026, 1, 1), .utc(2026, 1, 2), .utc(2026, 1, 4, 12)])
        #expect(sample.profile(at: now).contact.averageDaysBetween == 1.8)
        var single = ProfileSample()
        single.contacts("chat", [now])
        #expect(single.profile(at: now).contact.averageDaysBetween == nil)
    }

    @Test func prefersTheChannelWithTheGreatestWeight() throws {
        var sample = ProfileSample()
        // Four contacts half a year ago weigh one together, two today weigh two.
        sample.contacts("phone", (0..<4).map { _ in now.advanced(bySeconds: -180 * 86_400) })
        sample.contacts("chat", [now, now])
        let preferred = try #require(sample.profile(at: now).contact.preferredChannel)
        #expect(preferred.channel == "chat")
        #expect(preferred.basis == .observed)
        #expect(preferred.share == 0.67)
        #expect(preferred.sample == 6)
    }

    @Test func tiesBetweenChannelsGoToTheMostRecent() {
        var sample = ProfileSample()
        sample.contacts("chat", [.utc(2026, 11, 22, 8)])
        sample.contacts("phone", [.utc(2026, 11, 22, 9)])
        #expect(sample.profile(at: now).contact.preferredChannel?.channel == "phone")
    }

    @Test func guessesNoChannelFromOneContact() {
        var sample = ProfileSample()
        sample.contacts("chat", [now])
        #expect(sample.profile(at: now).contact.preferredChannel == nil)
    }

    @Test func aDeclaredChannelBeatsHabit() {
        var sample = ProfileSample()
        sample.customer { $0.preferredChannel = "email" }
        sample.contacts("chat", [now, now])
        let preferred = sample.profile(at: now).contact.preferredChannel
        #expect(preferred?.channel == "email")
        #expect(preferred?.basis == .declared)
        #expect(preferred?.share == 0)
    }

    @Test func averagesRatingsInTenths() {
        var sample = ProfileSample()
        let entries = [4, 5, 4].enumerated().map {
            RatingEntry(source: "crm", id: "\($0)", at: .utc(2026, 11, 20 - $0), value: $1)
        }
        sample.summary.contact.ratings.csat = RatingTally(sum: 13, recent: Recent(items: entries, total: 3))
        let satisfaction = sample.profile(at: now).contact.satisfaction
        #expect(satisfaction.csat?.last == 4)
        #expect(satisfaction.csat?.average == 4.3)
        #expect(satisfaction.csat?.count == 3)
        #expect(satisfaction.nps == nil)
    }

    @Test func tellsHowLongInteractionsTookAndTheCustomerWaited() {
        var sample = ProfileSample()
        #expect(sample.profile(at: now).contact.handling == nil)
        for (number, stated) in [(120, 30), (60, nil), (nil, 15), (nil, nil), (121, nil)].enumerated() {
            var interaction = InteractionRecord(occurredAt: .utc(2026, 11, 1 + number), channel: "phone")
            (interaction.durationSeconds, interaction.waitSeconds) = stated
            let key = FactKey(kind: .interaction, source: "crm", id: "\(number)")
            sample.summary.contact.add(CountedInteraction(record: interaction, key: key, limits: .standard))
        }
        let handling = sample.profile(at: now).contact.handling
        #expect(handling?.averageSeconds == 100 && handling?.longestSeconds == 121)
        #expect(handling?.averageWaitSeconds == 23 && handling?.longestWaitSeconds == 30)
        #expect(handling?.sample == 4)
    }

    @Test func showsTheChannelsUsedMost() {
        var sample = ProfileSample()
        for number in 0..<30 {
            sample.contacts("c\(number)", (0...number).map { .utc(2026, 1, 1, 0, $0) })
        }
        let channels = sample.profile(at: .utc(2026, 2, 1)).contact.byChannel
        #expect(channels.map(\.channel) == (10..<30).reversed().map { "c\($0)" })
    }
}
