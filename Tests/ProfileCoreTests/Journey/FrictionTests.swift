import ProfileCore
import Testing

@Suite("Signs of friction and hesitation")
struct FrictionTests {
    private static let now = Timestamp.utc(2026, 11, 22, 10)

    private static func ago(_ minutes: Int64) -> Timestamp { now.advanced(bySeconds: -minutes * 60) }

    private static func profile(
        _ activities: [ActivityRecord], _ contacts: [InteractionDigest] = [], at moment: Timestamp = now,
        _ fill: (inout ProfileSample) -> Void = { _ in }
    ) -> Profile {
        var sample = ProfileSample()
        sample.activities(activities)
        sample.summary.contact.recent.list = Recent(
            items: contacts.sorted { $0.at > $1.at }, total: contacts.count)
        fill(&sample)
        return sample.profile(at: moment)
    }

    private static func names(_ profile: Profile) -> [String] { profile.journey?.signs.map(\.name.rawValue) ?? [] }

    private static func hesitation(_ profile: Profile) -> [String]? {
        profile.journey?.hesitation?.map(\.name.rawValue)
    }

    @Test("A payment that was refused is the first thing to say, until somebody orders all the same")
    func payment() {
        let refused = [ActivityRecord.of(.paymentFailed, at: Self.ago(9)), .of(.paymentFailed, at: Self.ago(5))]
        let profile = Self.profile(refused)
        #expect(Self.names(profile) == ["payment_failed"])
        #expect(profile.journey?.signs.first?.count == 2 && profile.journey?.signs.first?.at == Self.ago(5))
        #expect(profile.headlines.first == "Payment refused twice in this visit")
        let over = Self.profile(refused, at: Self.now.advanced(bySeconds: 3600))
        #expect(over.headlines.first == "Payment refused twice in the last visit")
        let later = Self.profile(refused, at: Self.now.advanced(bySeconds: 7200 - 300))
        #expect(later.headlines == ["First contact"], "two hours later it is no news")
        let paid = Self.profile(refused + [.of(.orderCompleted, at: Self.ago(2))])
        #expect(paid.headlines == ["First contact"])
        #expect(paid.journey?.signs.first?.words == "payment refused twice, ordered afterwards")
    }

    @Test("An order on file settles it, too: at its moment, or on the day where the source knows no moment")
    func order() {
        for placedAt in [Self.ago(1), Self.now.day.start] {
            let profile = Self.profile([
                .of(.checkoutStarted, at: Self.ago(40)), .of(.paymentFailed, at: Self.ago(20)),
            ]) { sample in
                sample.summary.purchases.recent.list = .holding([
                    OrderDigest(
                        source: "erp", id: "1", placedAt: placedAt, status: .open, total: 1, currency: .euro,
                        items: .one, expectedDelivery: nil, trackingURL: nil)
                ])
            }
            #expect(profile.journey?.last?.checkout?.isFinished == true)
            #expect(Self.hesitation(profile) == [])
        }
    }

    @Test("Searches count by their words, whatever their spelling, and those without a result from one on")
    func searches() {
        let vain = ["Stillsuit", " stillsuit", "STILLSUIT"].enumerated().map {
            ActivityRecord.of(.searchFailed, at: Self.ago(Int64($0 + 1)), query: $1)
        }
        let profile = Self.profile(vain)
        #expect(Self.names(profile) == ["search_failed"])
        #expect(profile.journey?.signs.first?.queries == ["Stillsuit"])
        #expect(profile.headlines.first == "Searched 3 times for “Stillsuit” without a result in this visit")
        #expect(profile.journey?.last?.searchedInVain.map(\.times) == [3])
        let found = (1...3).map { ActivityRecord.of(.search, at: Self.ago($0), query: "tent") }
        #expect(Self.names(Self.profile(Array(found.dropLast()))) == [])
        #expect(Self.names(Self.profile(found)) == ["repeated_search"])
        let apart = found.dropLast() + [.of(.search, at: Self.ago(90), query: "tent")]
        #expect(Self.names(Self.profile(Array(apart))) == [], "two visits")
    }

    @Test("Pages and products seen four times in one visit, coupons from one and forms from two failures on")
    func repeats() {
        let page = (1...4).map { ActivityRecord.of(.pageViewed, at: Self.ago($0), url: "/sizes?x=\($0)") }
        let signs = Self.profile(page).journey?.signs
        #expect(signs?.map(\.name) == [.samePageAgain] && signs?.first?.pages == ["/sizes"])
        #expect(Self.names(Self.profile(Array(page.dropLast()))) == [])
        let views = (1...4).map { ActivityRecord.of(.productViewed, at: Self.ago($0), sku: "A") }
        #expect(Self.profile(views).journey?.signs.first?.skus == ["A"])
        #expect(Self.names(Self.profile([.of(.couponFailed, at: Self.ago(1))])) == ["coupon_failed"])
        let forms = (1...2).map { ActivityRecord.of(.formFailed, at: Self.ago($0)) }
        #expect(Self.names(Self.profile(Array(forms.dropLast()))) == [])
        #expect(Self.names(Self.profile(forms)) == ["form_failed"])
    }

    @Test("Help pages within two hours before somebody gets in touch")
    func help() {
        let read = ActivityRecord.of(.helpViewed, at: Self.ago(120), url: "/help/returns")
        let contact = InteractionDigest.contact("1", at: Self.now)
        let sign = Self.profile([read], [contact]).journey?.signs.first
        #expect(sign?.name == .helpBeforeContact && sign?.pages == ["/help/returns"] && sign?.contacts == [contact])
        let again = InteractionDigest.contact("2", at: Self.now.advanced(bySeconds: -1))
        let signs = Self.profile([read], [contact, again]).journey?.signs
        #expect(signs?.map(\.contacts) == [[again]], "the first of both")
        let early = ActivityRecord.of(.helpViewed, at: Self.ago(121))
        #expect(Self.names(Self.profile([early], [contact])) == [])
        let called = InteractionDigest.contact("1", at: Self.now, .open, .outbound)
        #expect(Self.names(Self.profile([read], [called])) == [])
    }

    @Test("A second channel about the same order, or topic, within a day, of somebody who never visited")
    func secondChannel() {
        let chat = InteractionDigest.contact("1", at: Self.ago(1440), topic: "delivery", order: "8812")
        let call = InteractionDigest.contact("2", at: Self.now, topic: "refund", order: "8812", channel: "phone")
        let profile = Self.profile([], [chat, call])
        #expect(Self.names(profile) == ["second_channel"])
        #expect(profile.journey?.signs.first?.words == "phone after chat within a day, about order 8812")
        #expect(profile.journey?.signs.first?.contacts == [chat, call] && profile.journey?.last == nil)
        let others: [InteractionDigest] = [
            .contact("2", at: Self.now, topic: "delivery", order: "8812"),
            .contact("2", at: Self.now, topic: "delivery", order: "9", channel: "phone"),
            .contact("2", at: Self.now.advanced(bySeconds: 1), order: "8812", channel: "phone"),
            .contact("2", at: Self.now, channel: "phone"),
        ]
        for other in others { #expect(Self.profile([], [chat, other], at: other.at).journey == nil, "\(other)") }
    }

    @Test("Hesitation is named from its thresholds on, and withheld from those who objected to profiling")
    func hesitates() {
        let views = [1, 100, 200].map { ActivityRecord.of(.productViewed, at: Self.ago($0), sku: "A") }
        #expect(Self.hesitation(Self.profile(Array(views.dropLast()))) == [])
        #expect(Self.hesitation(Self.profile(views)) == ["came_back"])
        let taken = ["A", "B"].map { ActivityRecord.of(.productRemoved, at: Self.ago(3), sku: $0) }
        let sign = Self.profile(taken).journey?.hesitation?.first
        #expect(sign?.name == .cartChanged && sign?.count == 2 && sign?.skus == ["A", "B"])
        #expect(sign?.words == "2 products taken out of the cart")
        let twice = (3...4).map { ActivityRecord.of(.productRemoved, at: Self.ago($0), sku: "A") }
        #expect(Self.hesitation(Self.profile(twice)) == [], "one product twice")
        let checkout = ActivityRecord.of(.checkoutStarted, at: Self.ago(9))
        #expect(Self.hesitation(Self.profile([checkout])) == [])
        let idle = Self.profile([checkout], at: Self.now.advanced(bySeconds: 60))
        #expect(Self.hesitation(idle) == ["checkout_unfinished"])
        let objecting = Self.profile(views + [.of(.paymentFailed, at: Self.ago(1))]) { sample in
            sample.customer { $0.consents = [Consent(purpose: "profiling", channel: nil, status: .denied, at: nil)] }
        }
        #expect(objecting.journey?.hesitation == nil && objecting.journey?.withheld != nil)
        #expect(Self.names(objecting) == ["payment_failed"])
    }

    @Test("A product that was bought and kept was not come back to")
    func bought() {
        let views = [1, 100, 200].map { ActivityRecord.of(.productViewed, at: Self.ago($0), sku: "A") }
        let profile = Self.profile(views) { sample in
            let seen = SeenRange(count: 1, first: Self.ago(150), last: Self.ago(150))
            sample.summary.purchases.products.tallies["A"] = ProductTally(
                quantity: .one, seen: seen, comebacks: 0, name: nil)
        }
        #expect(profile.journey?.returns.map(\.visits) == [2])
        #expect(Self.hesitation(profile) == [])
    }

    @Test("What an order of a day without a time has was bought on that day, and not yesterday")
    func boughtOnDay() {
        let midnight = Self.now.day.start
        func visits(ago minutes: [Int64]) -> [Int]? {
            let views = minutes.map { ActivityRecord.of(.productViewed, at: Self.ago($0), sku: "A") }
            return Self.profile(views) { sample in
                let seen = SeenRange(count: 1, first: midnight, last: midnight)
                sample.summary.purchases.products.tallies["A"] = ProductTally(
                    quantity: .one, seen: seen, comebacks: 0, name: nil)
            }.journey?.returns.map(\.visits)
        }
        #expect(visits(ago: [1, 100, 200]) == [])
        #expect(visits(ago: [1, 100, 1_000]) == [])
    }

    @Test("What is known of a visit counts its friction and its checkout until an order settles them")
    func valued() {
        let refused = [ActivityRecord.of(.checkoutStarted, at: Self.ago(3)), .of(.paymentFailed, at: Self.ago(2))]
        func features(_ activities: [ActivityRecord]) -> VisitFeatures? {
            var sample = ProfileSample()
            sample.activities(activities)
            return ValuedVisit(sample.profile(at: Self.now), sample.summary, nil, today: Self.now.day)?.features
        }
        let open = features(refused)
        #expect(open?[.friction] == 1 && open?[.checkout] == 1)
        let paid = features(refused + [.of(.orderCompleted, at: Self.ago(1))])
        #expect(paid?[.friction] == 0 && paid?[.checkout] == 0)
        let before = features([.of(.paymentFailed, at: Self.ago(300)), .of(.pageViewed, at: Self.ago(2))])
        #expect(before?[.friction] == 0 && before?[.checkout] == 0)
    }

    @Test("A refused payment is told, however much goes badly after it")
    func crowded() {
        let vain = (1...12).map { ActivityRecord.of(.searchFailed, at: Self.ago($0), query: "tent \($0)") }
        let refused = ActivityRecord.of(.paymentFailed, at: Self.ago(20))
        let profile = Self.profile(vain + [refused])
        #expect(Self.names(profile) == Array(repeating: "search_failed", count: 9) + ["payment_failed"])
        #expect(profile.headlines.first == "Payment refused once in this visit")
        let paid = Self.profile(vain + [refused, .of(.orderCompleted, at: Self.ago(19))])
        #expect(Self.names(paid) == Array(repeating: "search_failed", count: 10), "it is settled")
    }
}
