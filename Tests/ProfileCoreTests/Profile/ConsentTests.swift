import ProfileCore
import Testing

@Suite("Consents")
struct ConsentTests {
    private struct Stated {
        var purpose = "contact"
        var channel: String?
        let status: Consent.Status
        /// Of January 2026; nil for none.
        var day: Int?
        var source = "crm"
        /// When the record was stated, likewise.
        var stated = 20
    }

    private func sample(_ consents: [Stated]) -> ProfileSample {
        var sample = ProfileSample()
        for (number, consent) in consents.enumerated() {
            sample.customer(consent.source, "\(number)", at: .utc(2026, 1, consent.stated)) {
                $0.consents = [
                    Consent(
                        purpose: consent.purpose, channel: consent.channel, status: consent.status,
                        at: consent.day.map { .utc(2026, 1, $0) })
                ]
                $0.timeZone = "UTC"
            }
        }
        return sample
    }

    private func profile(_ consents: Stated...) -> Profile {
        sample(consents).profile(at: .utc(2026, 2, 2, 12))
    }

    private func isForbidden(_ consents: Stated...) -> Bool {
        sample(consents).profile(at: .utc(2026, 2, 2, 12)).contact.now.verdict == .forbidden
    }

    @Test("a grant stated every night without a time of its own never undoes a dated refusal")
    func undatedGrants() {
        let refusal = Stated(purpose: "marketing", status: .revoked, day: 10, source: "web", stated: 10)
        let nightly = Stated(purpose: "marketing", status: .granted, stated: 31)
        #expect(profile(refusal, nightly).consents.map(\.status) == [.revoked])
        #expect(profile(nightly, refusal).consents.map(\.status) == [.revoked])
        let later = Stated(purpose: "marketing", status: .granted, day: 11)
        #expect(profile(refusal, nightly, later).consents.map(\.status) == [.granted])
        #expect(profile(nightly).consents.map(\.status) == [.granted])
    }

    @Test("purposes and channels are the same in capitals")
    func foldsCase() {
        let consents = profile(
            Stated(purpose: "Marketing", channel: "Email", status: .granted, day: 1),
            Stated(purpose: "MARKETING", channel: "EMAIL", status: .denied, day: 2)
        ).consents
        #expect(consents.map(\.purpose) == ["marketing"])
        #expect(consents.map(\.channel) == ["email"])
        #expect(consents.map(\.status) == [.denied])
        #expect(isForbidden(Stated(purpose: "Contact", status: .denied, day: 1)))
    }

    @Test("a refusal wins over a grant of the same moment")
    func ties() {
        let consents = profile(Stated(status: .denied, day: 1), Stated(status: .granted, day: 1)).consents
        #expect(consents.map(\.status) == [.denied])
    }

    @Test("what was refused for all purposes is lifted by a later grant of contact, but not the other way round")
    func narrowerAndLater() {
        #expect(
            !isForbidden(
                Stated(purpose: "all", status: .denied, day: 1), Stated(purpose: "contact", status: .granted, day: 2)))
        #expect(
            isForbidden(
                Stated(purpose: "all", status: .denied, day: 2), Stated(purpose: "contact", status: .granted, day: 1)))
        #expect(
            isForbidden(
                Stated(purpose: "all", status: .denied, day: 2), Stated(purpose: "contact", status: .granted, day: 2)))
        #expect(
            isForbidden(
                Stated(purpose: "contact", status: .denied, day: 1), Stated(purpose: "all", status: .granted, day: 2)))
        #expect(
            isForbidden(
                Stated(purpose: "all", status: .denied, day: 1), Stated(purpose: "contact", status: .granted)))
    }

    @Test("every channel refused one by one forbids contact, and one channel left does not")
    func channelByChannel() {
        let channels = ["phone", "email", "sms", "letter", "chat"]
        let all = channels.map { Stated(channel: $0, status: .denied, day: 3) }
        let now = Timestamp.utc(2026, 2, 2, 12)
        let refused = sample(all).profile(at: now).contact.now
        #expect(refused.verdict == .forbidden)
        #expect(refused.next == nil)
        #expect(refused.reason == "consent to contact is denied channel by channel: email, phone")
        #expect(sample(Array(all.dropFirst())).profile(at: now).contact.now.verdict != .forbidden)
        var caller = sample(all)
        caller.contacts("messenger", [.utc(2026, 1, 5)])
        #expect(caller.profile(at: now).contact.now.verdict != .forbidden)
        let granted = all + [Stated(channel: "phone", status: .granted, day: 4)]
        #expect(sample(granted).profile(at: now).contact.now.verdict != .forbidden)
    }

    @Test("the preferred channel is none that was refused")
    func preferredChannel() {
        var sample = sample([Stated(channel: "phone", status: .denied, day: 3)])
        sample.contacts("phone", [.utc(2026, 1, 20), .utc(2026, 1, 21), .utc(2026, 1, 22)])
        sample.contacts("chat", [.utc(2026, 1, 23)])
        let now = Timestamp.utc(2026, 2, 2, 12)
        #expect(sample.profile(at: now).contact.preferredChannel?.channel == "chat")
        sample.customer("erp", at: .utc(2026, 1, 30)) { $0.preferredChannel = "Phone" }
        #expect(sample.profile(at: now).contact.preferredChannel?.channel == "chat")
        #expect(sample.profile(at: now).contact.preferredChannel?.basis == .observed)
    }

    @Test("a source that only refuses cannot grant")
    func trust() {
        var sample = sample([
            Stated(status: .denied, day: 1), Stated(status: .granted, day: 2, source: "form"),
        ])
        let now = Timestamp.utc(2026, 2, 2, 12)
        #expect(sample.profile(at: now).contact.now.verdict != .forbidden)
        sample.rules.sourcesThatOnlyRefuse = ["form"]
        #expect(sample.profile(at: now).contact.now.verdict == .forbidden)
        #expect(sample.profile(at: now).consents.map(\.source) == ["crm"])
    }

    @Test("a grant of a day to come counts from that day on, and a rendering ends with it")
    func grantToCome() {
        let sample = sample([Stated(status: .denied, day: 1), Stated(status: .granted, day: 25)])
        let before = sample.profile(at: .utc(2026, 1, 24, 12))
        #expect(before.consents.map(\.status) == [.denied])
        #expect(before.holdsUntil <= .utc(2026, 1, 25))
        #expect(sample.profile(at: .utc(2026, 1, 25)).consents.map(\.status) == [.granted])
    }

    @Test(
        "forbid contact exactly when on every channel a refusal stands that no later and no broader grant lifts",
        arguments: 0..<300)
    func equalsOracle(seed: Int) {
        var random = SplitMix64(seed: UInt64(seed))
        let drawn = (0..<Int.random(in: 1...6, using: &random)).map { _ in
            Stated(
                purpose: ["all", "contact", "service", "marketing"].randomElement(using: &random) ?? "",
                channel: [nil, "email", "phone"].randomElement(using: &random) ?? nil,
                status: [.granted, .granted, .denied, .revoked].randomElement(using: &random) ?? .denied,
                day: [nil, 1, 2, 3, 4].randomElement(using: &random) ?? nil,
                stated: Int.random(in: 1...4, using: &random))
        }
        let expected = ["email", "phone"].allSatisfy { channel in
            drawn.contains { refusal in
                Self.applies(refusal, to: channel) && refusal.status != .granted
                    && !drawn.contains { Self.lifts($0, refusal, on: channel) }
            }
        }
        let verdict = sample(drawn).profile(at: .utc(2026, 2, 2, 12)).contact.now.verdict
        #expect((verdict == .forbidden) == expected, "\(drawn)")
    }

    @Test("are judged in bounded time, however many channels they name", .timeLimit(.minutes(1)))
    func manyChannels() {
        let channels = ["email", "phone"] + (0..<4000).map { "channel \($0)" }
        let granted = channels.map { Stated(channel: $0, status: .granted, day: 1) }
        let refused = channels.map { Stated(channel: $0, status: .denied, day: 2) }
        #expect(sample(granted).profile(at: .utc(2026, 2, 2, 12)).contact.now.verdict != .forbidden)
        var sample = sample(refused)
        sample.contacts("channel 1", [.utc(2026, 1, 1)])
        sample.contacts("channel 2", [.utc(2026, 1, 1)])
        sample.contacts("channel 3", [.utc(2026, 1, 1)])
        sample.contacts("channel 4", [.utc(2026, 1, 1)])
        let now = sample.profile(at: .utc(2026, 2, 2, 12)).contact.now
        #expect(
            now.reason == "consent to contact is denied channel by channel: "
                + "channel 1, channel 2, channel 3, channel 4, email and 1 more")
    }

    private static let breadths = ["all": 3, "contact": 2, "service": 1]

    private static func applies(_ consent: Stated, to channel: String) -> Bool {
        breadths[consent.purpose] != nil && (consent.channel == nil || consent.channel == channel)
    }

    private static func lifts(_ grant: Stated, _ refusal: Stated, on channel: String) -> Bool {
        guard grant.status == .granted, applies(grant, to: channel), let day = grant.day else { return false }
        return day > refusal.day ?? refusal.stated
            && breadths[grant.purpose, default: 0] <= breadths[refusal.purpose, default: 0]
            && (grant.channel == channel || refusal.channel == nil)
    }
}
