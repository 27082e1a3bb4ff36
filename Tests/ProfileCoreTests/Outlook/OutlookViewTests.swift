import Glibc
import Testing

@testable import ProfileCore

@Suite("What a profile shows of a customer's outlook")
struct OutlookViewTests {
    private let today = Day.of(2026, 3, 31)

    private func sample(_ daysBefore: [Int], _ consents: Consent...) -> ProfileSample {
        var sample = ProfileSample()
        for (number, days) in daysBefore.enumerated() {
            let order = OrderRecord(
                placedAt: today.advanced(by: -days).start, status: .delivered, currency: .euro, total: 2_000)
            sample.summary.purchases.add(.sample(order, id: "\(number)"))
        }
        sample.customer("crm", "1", at: .utc(2026, 1, 1)) { $0.consents = consents }
        return sample
    }

    private func outlook(_ sample: ProfileSample, _ learned: LearnedOutlook? = nil) -> OutlookView {
        Profile(
            state: sample.state, at: today.start.advanced(bySeconds: 3600), rules: .standard,
            policy: .standard(.euro), ranking: nil, outlook: learned
        ).outlook
    }

    /// Learned from a shop whose customers follow the models.
    private static let learned: LearnedOutlook = {
        var shop = MadeShop(seed: 11)
        let people = (0..<3000).map { _ in
            let age = Int.random(in: 100...700, using: &shop.numbers)
            return shop.customer(r: 0.8, alpha: 6, a: 0.8, b: 2.5, age: age, days: 90)
        }
        let evaluation = OutlookEvaluation(people, until: shop.day, days: 90)
        return LearnedOutlook(number: 4, profiles: 3000, until: shop.day, evaluation: evaluation)
    }()

    @Test("Each number is that of the judged model or baseline, for the customer's own pace")
    func numbers() throws {
        let evaluation = Self.learned.evaluation
        let fitted = try #require(evaluation.orders.fitted?.values)
        let model = OrderModel(r: fitted[0], alpha: fitted[1], a: fitted[2], b: fitted[3])
        let money = try #require(evaluation.spend.first?.comparison.fitted?.values)
        let values = SpendModel(p: money[0], q: money[1], v: money[2])
        #expect(evaluation.orders.basis == .model && evaluation.spend.first?.comparison.basis == .model)
        for days in [[200], [200, 150, 20], [700, 650, 640, 300, 10, 9, 3]] {
            let outlook = outlook(sample(days), Self.learned)
            let pace = PurchasePace(repeats: days.count - 1, recency: days[0] - (days.last ?? 0), age: days[0])
            var expectation = OrderExpectation(model, days: 90)
            let orders = expectation.purchases(pace)
            #expect(outlook.orders == ExpectedNumber(orders, .model, nil, sample: 3000))
            let average = values.average(RepeatSpend(purchases: days.count - 1, average: days.count > 1 ? 2_000 : 0))
            #expect(outlook.spend == ExpectedNumber(orders * average, .model, nil, sample: 3000))
            #expect(outlook.currency == .euro)
            let chance = try #require(outlook.orderChance)
            if chance.basis == .model { #expect(chance.value == model.chance(pace, days: 90)) }
            #expect(outlook.learned == .init(number: 4, until: Self.learned.until, customers: 3000))
        }
    }

    @Test("A baseline tells what became of those who bought last about as long ago, and why it is used")
    func recency() throws {
        let bands = [
            RecencyBand(days: 30, purchases: 2, chance: 0.75), RecencyBand(days: 90, purchases: 0.5, chance: 0.25),
        ]
        let rule = OutlookComparison(
            .failure(.unsettled), baselines: [.init(.recency, expected: [1], actual: [1])], actual: [1], by: [])
        let evaluation = OutlookEvaluation(
            days: 90, customers: 2, returning: 1, orders: rule, chance: rule, calibration: [], spend: [],
            contacts: OutlookComparison(.failure(.unsettled), baselines: [], actual: [], by: []),
            baselines: OutlookBaselines(orders: 1, chance: 0.5, contacts: 0, recency: bands))
        let learned = LearnedOutlook(number: 1, profiles: 2, until: today, evaluation: evaluation)
        for (days, band) in [(0, bands[0]), (30, bands[0]), (31, bands[1]), (90, bands[1]), (900, bands[1])] {
            let outlook = outlook(sample([days]), learned)
            let reason = FitFailure.unsettled.sentence
            #expect(outlook.orders == ExpectedNumber(band.purchases, .recency, reason, sample: 1))
            #expect(outlook.orderChance?.value == band.chance)
            #expect(outlook.spend?.value == nil && outlook.spend?.reason?.contains("EUR") == true)
        }
    }

    @Test("Contacts are expected of whoever was in touch, by the days since the customer is known")
    func contacts() throws {
        let contacts = OutlookComparison(
            .failure(.unsettled), baselines: [.init(.repeatRate, expected: [1], actual: [1])], actual: [1], by: [])
        let none = OutlookComparison(.failure(.unsettled), baselines: [], actual: [], by: [])
        let evaluation = OutlookEvaluation(
            days: 90, customers: 0, returning: 0, orders: none, chance: none, calibration: [], spend: [],
            contacts: contacts, baselines: OutlookBaselines(orders: 0, chance: 0, contacts: 0, recency: []))
        let learned = LearnedOutlook(number: 1, profiles: 1, until: today, evaluation: evaluation)
        var sample = sample([100])
        let moments = [90, 60, 60, 10].map { today.advanced(by: -$0).start.advanced(bySeconds: 36_000) }
        sample.summary.contact.channels.inboundMoments["phone"] = .quarters(Array(moments[1...]))
        sample.summary.contact.channels.inboundMoments["email"] = .quarters(Array(moments[..<1]))
        // Four in the hundred days since the first order make 1.2 in thirty.
        let value = try #require(outlook(sample, learned).contacts?.value)
        #expect(abs(value - 1.2) < 1e-9)
        #expect(outlook(self.sample([100]), learned).contacts?.value == 0)
        #expect(outlook(self.sample([]), learned).contacts == nil)
        // Of a channel whose list is cut, only what follows its first day counts.
        let cut = BucketCounts(counts: BucketCounts.quarters(moments).counts, earlier: 50)
        sample.summary.contact.channels.inboundMoments["email"] = cut
        let rest = try #require(outlook(sample, learned).contacts?.value)
        #expect(abs(rest - 6.0 / 90 * 30) < 1e-9)
    }

    @Test("One customer beyond all measure sets nobody else's expectation")
    func outlier() throws {
        func order(_ days: Int, _ amount: MinorUnits) -> PurchaseEvent {
            PurchaseEvent(day: today.advanced(by: -days), currency: .euro, hasGross: true, net: amount)
        }
        let people = (0..<80).map { _ in [order(300, 5_000), order(200, 5_000), order(50, 5_000)] }
        let odd = [order(300, 5_000), order(200, 9_000_000_000_000)]
        let plain = OutlookEvaluation(people, until: today.advanced(by: -90), days: 90)
        let some = OutlookEvaluation(people + [odd], until: today.advanced(by: -90), days: 90)
        #expect(plain.spend.map(\.averagePurchase) == [5_000] && some.spend.map(\.averagePurchase) == [5_000])
    }

    @Test("Amounts beyond all measure are served as the most there is")
    func huge() {
        var sample = sample([])
        for (number, days) in [60, 30].enumerated() {
            let order = OrderRecord(
                placedAt: today.advanced(by: -days).start, status: .delivered, currency: .euro,
                total: number == 0 ? 100 : .max)
            sample.summary.purchases.add(.sample(order, id: "\(number)"))
        }
        let spend = OutlookComparison(
            .failure(.unsettled), baselines: [.init(.repeatRate, expected: [1], actual: [1])], actual: [1], by: [])
        let part = SpendComparison(currency: .euro, averagePurchase: 1, comparison: spend)
        let evaluation = OutlookEvaluation(
            days: 90, customers: 1, returning: 1, orders: spend, chance: spend, calibration: [], spend: [part],
            contacts: spend, baselines: OutlookBaselines(orders: 0, chance: 0, contacts: 0, recency: []))
        let learned = LearnedOutlook(number: 1, profiles: 1, until: today, evaluation: evaluation)
        let tier = VIPTier(
            name: "rich", priority: 9, match: .all, conditions: [.expectedSpend90Days(atLeast: 100, .euro)])
        let profile = Profile(
            state: sample.state, at: today.start, rules: .standard, policy: VIPPolicy(tiers: [tier], vipFrom: nil),
            ranking: nil, outlook: learned)
        #expect(profile.outlook.spend?.money == 1_000_000_000_000_000)
        #expect(profile.vip.tier == "rich" && profile.vip.since == nil && profile.vip.until == nil)
        #expect(FirstScreen(profile).parts.contains { $0.title == "To expect" })
    }

    @Test("What is stored of what was learned tells every customer the same")
    func stored() throws {
        let bytes = Stored.bytes(of: Self.learned)
        let read = try Stored.value(LearnedOutlook.self, from: bytes)
        #expect(Stored.bytes(of: read) == bytes)
        for days in [[1], [400, 1], [500, 400, 30, 20]] {
            #expect(outlook(sample(days), read) == outlook(sample(days), Self.learned))
        }
    }

    @Test("Nothing is expected of somebody who never bought, brought all back or came up before anything was learned")
    func nobody() {
        #expect(outlook(sample([]), Self.learned).orders == nil)
        var returned = sample([40])
        let note = OrderRecord(
            placedAt: today.advanced(by: -30).start, status: .delivered, currency: .euro, total: -2_000)
        returned.summary.purchases.add(.sample(note, id: "back"))
        #expect(outlook(returned, Self.learned).orders == nil)
        let early = outlook(sample([40]))
        #expect(early.orders == nil && early.learned == nil && early.withheld == nil)
    }

    @Test("Whatever is not told says why, and what is told does not")
    func untold() {
        let objection = Consent(purpose: "profiling", channel: nil, status: .denied, at: .utc(2026, 1, 2))
        let cases: [(days: [Int], consents: [Consent], isLearned: Bool)] = [
            ([], [], false), ([90, 60, 30], [], false), ([], [], true), ([0], [], true), ([5], [], true),
            ([90, 60, 30], [], true), ([], [objection], true), ([90, 60, 30], [objection], false),
        ]
        for (days, consents, isLearned) in cases {
            var subject = sample(days)
            subject.customer("crm", "2", at: .utc(2026, 1, 1)) { $0.consents = consents }
            let view = outlook(subject, isLearned ? Self.learned : nil)
            let numbers: [(String, Bool)] = [
                ("orders", view.orders == nil), ("order_chance", view.orderChance == nil),
                ("spend", view.spend == nil), ("contacts", view.contacts == nil),
            ]
            let ofLearned = isLearned ? numbers.filter(\.1).map(\.0) : ["learned"]
            let expected = ofLearned + (view.nextOrder == nil ? ["next_order"] : [])
            let isWithheld = !consents.isEmpty
            #expect(view.untold.map(\.member) == (isWithheld ? [] : expected), "\(days)")
            #expect((view.withheld != nil) == isWithheld)
        }
        #expect(outlook(sample([0]), Self.learned).untold.first?.reason.hasSuffix("before today") == true)
    }

    @Test("The next order is usual after the median gap, and overdue beyond the longest and half as long again")
    func usualOrder() throws {
        #expect(outlook(sample([60, 30])).nextOrder == nil)
        let regular = try #require(outlook(sample([90, 60, 30, 0])).nextOrder)
        #expect(regular.days == 30 && regular.gaps == 3 && !regular.isOverdue)
        #expect(regular.on == today.advanced(by: 30) && regular.overdueFrom == today.advanced(by: 46))
        let uneven = try #require(outlook(sample([200, 190, 100, 90, 85])).nextOrder)
        #expect(uneven.days == 10 && uneven.overdueFrom == today.advanced(by: -85 + 91) && !uneven.isOverdue)
        #expect(try #require(outlook(sample([136, 106, 76, 46])).nextOrder).isOverdue)
        #expect(try #require(outlook(sample([135, 105, 75, 45])).nextOrder).isOverdue == false)
        let sameDay = outlook(sample([50, 50, 20, 20])).nextOrder
        #expect(sameDay == nil, "orders of one day are one purchase")
    }

    @Test("Whoever objects to profiling has no outlook, and the profile says so")
    func objection() {
        func consent(_ purpose: String, _ status: Consent.Status, _ day: Int, channel: String? = nil) -> Consent {
            Consent(purpose: purpose, channel: channel, status: status, at: .utc(2026, 1, day))
        }
        let refused = outlook(sample([90, 60, 30], consent("Profiling", .denied, 2)), Self.learned)
        #expect(refused.withheld == "consent to profiling is denied")
        #expect(refused.orders == nil && refused.contacts == nil && refused.nextOrder == nil && refused.learned == nil)
        func isWithheld(_ first: Consent, _ second: Consent) -> Bool {
            outlook(sample([90, 60, 30], first, second), Self.learned).withheld != nil
        }
        #expect(isWithheld(consent("all", .revoked, 2), consent("marketing", .granted, 3)))
        #expect(!isWithheld(consent("all", .revoked, 2), consent("profiling", .granted, 3)))
        #expect(isWithheld(consent("profiling", .denied, 2), consent("all", .granted, 3)))
        #expect(isWithheld(consent("profiling", .granted, 2), consent("all", .denied, 3)))
        #expect(isWithheld(consent("contact", .denied, 2), consent("profiling", .denied, 2, channel: "email")))
        #expect(isWithheld(consent("profiling", .denied, 2, channel: "email"), consent("profiling", .granted, 3)))
        #expect(!isWithheld(consent("contact", .denied, 2), consent("all", .denied, 2, channel: "email")))
    }

    @Test("A summary remembers of orders what outlooks are learned from", arguments: 0..<50)
    func summary(seed: Int) throws {
        var random = SplitMix64(seed: UInt64(seed))
        var summary = PurchaseSummary()
        var events: [PurchaseEvent] = []
        for number in 0..<Int.random(in: 1...30, using: &random) {
            let day = today.advanced(by: -Int.random(in: 0...40, using: &random) * 10)
            let isNote = Int.random(in: 0..<5, using: &random) == 0
            let order = OrderRecord(
                placedAt: day.start, status: Bool.random(using: &random) ? .delivered : .cancelled,
                currency: Currency(["EUR", "JPY"][Int.random(in: 0..<2, using: &random)]) ?? .euro,
                total: isNote ? -700 : MinorUnits.random(in: 0...3000, using: &random))
            summary.add(.sample(order, id: "\(number)"))
            if let event = PurchaseEvent(order) { events.append(event) }
        }
        let (one, other) = (PurchaseHistory(events), PurchaseHistory(PurchaseEvent.all(of: summary)))
        #expect(one.days == other.days && one.mainCurrency == other.mainCurrency)
        for currency in [Currency.euro, Currency("JPY") ?? .euro] {
            #expect(one.repeatSpend(in: currency) == other.repeatSpend(in: currency))
        }
    }

    @Test("However many customers there are, a sample holds so many at most and learns the same")
    func sampled() throws {
        var all = OutlookSample(at: today.start)
        var some = OutlookSample(at: today.start, capacity: 1_000)
        var shop = MadeShop(seed: 5)
        for number in 0..<4_000 {
            var made = ProfileSample()
            for (place, event) in shop.customer(r: 0.8, alpha: 6, a: 0.8, b: 2.5, age: 500, days: 0).enumerated() {
                let order = OrderRecord(
                    placedAt: event.day.start, status: .delivered, currency: .euro, total: event.net)
                made.summary.purchases.add(.sample(order, id: "\(place)"))
            }
            let id = ProfileID(high: 0x0192_0000_0000_7000 &+ UInt64(number), low: 1 << 63 | UInt64(number))
            let state = ProfileState(id: id, version: 1, changedAt: today.start, summary: made.summary)
            all.add(state)
            some.add(state)
        }
        let (whole, part) = (all.evaluation(), some.evaluation())
        #expect(all.profiles == 4_000 && some.profiles == 4_000)
        #expect(whole.customers > 3_500 && (300...1_000).contains(part.customers))
        let (one, other) = (try #require(whole.orders.fitted?.values), try #require(part.orders.fitted?.values))
        #expect(abs(log(one[0] / other[0])) < 0.5)
    }
}
