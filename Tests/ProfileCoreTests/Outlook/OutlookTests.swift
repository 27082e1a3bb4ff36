import Testing

@testable import ProfileCore

@Suite("What outlooks promise")
struct OutlookTests {
    private let day = Day.of(2026, 3, 31)

    private func order(_ daysBefore: Int, _ amount: MinorUnits = 2000, in currency: Currency = .euro) -> PurchaseEvent {
        PurchaseEvent(day: day.advanced(by: -daysBefore), currency: currency, hasGross: amount > 0, net: amount)
    }

    private func creditNote(_ daysBefore: Int, _ amount: MinorUnits) -> PurchaseEvent {
        PurchaseEvent(
            day: day.advanced(by: -daysBefore), currency: .euro, isOrder: false, hasGross: false, net: -amount)
    }

    @Test(
        "Whatever the parameters, expectations are numbers within their bounds and grow with time", arguments: 0..<200)
    func bounds(seed: Int) {
        var shop = MadeShop(seed: seed)
        let values = (0..<4).map { _ in 10_000 * shop.gamma(0.3) * shop.gamma(0.1) + 1e-4 }
        let model = OrderModel(r: values[0], alpha: values[1], a: values[2], b: values[3])
        let age = Int.random(in: 0...3000, using: &shop.numbers)
        let repeats = Int.random(in: 0...min(age, 2000), using: &shop.numbers)
        let recency = repeats == 0 ? 0 : Int.random(in: repeats...age, using: &shop.numbers)
        let pace = PurchasePace(repeats: repeats, recency: recency, age: age)
        var last = (purchases: 0.0, chance: 0.0)
        for days in [0, 1, 30, 90, 3650] {
            var expectation = OrderExpectation(model, days: days)
            let (purchases, chance) = (expectation.purchases(pace), model.chance(pace, days: days))
            let withoutLeaving = (model.r + Double(repeats)) / (model.alpha * 7 + Double(age)) * Double(days)
            #expect(purchases.isFinite && purchases <= withoutLeaving * (1 + 1e-9))
            #expect(chance >= 0 && chance <= 1)
            // At least one purchase is expected where one is certain.
            #expect(purchases >= chance * (1 - 1e-6))
            #expect(purchases >= last.purchases * (1 - 1e-9) && chance >= last.chance)
            last = (purchases, chance)
        }
    }

    @Test("The likelihood's derivatives are those of its value", arguments: 0..<10)
    func slope(seed: Int) {
        var shop = MadeShop(seed: seed)
        let paces = (0..<200).compactMap { _ in
            PurchaseHistory(shop.customer(r: 0.8, alpha: 5, a: 0.8, b: 2.5, age: 500, days: 0)).pace(until: day)
        }
        let likelihood = OrderLikelihood(Counted(paces))
        let place = (0..<4).map { _ in shop.gamma(2) + 0.1 }
        for variable in place.indices {
            var (less, more) = (place, place)
            less[variable] -= 1e-5
            more[variable] += 1e-5
            let slope = (likelihood.point(more).value - likelihood.point(less).value) / 2e-5
            #expect(abs(likelihood.point(place).slope[variable] - slope) < 1e-3 * max(1, abs(slope)))
        }
    }

    @Test("A fit finds the habits that made the shop, and is served")
    func recovered() throws {
        var shop = MadeShop(seed: 15)
        let people = (0..<6000).map { number in
            shop.customer(r: 0.8, alpha: 6, a: 0.8, b: 2.5, age: 60 + number % 500, days: 90)
        }
        let evaluation = OutlookEvaluation(people, until: day, days: 90)
        let fitted = try #require(evaluation.orders.fitted)
        for (found, made) in zip(fitted.values, [0.8, 6, 0.8, 2.5]) { #expect(abs(found / made - 1) < 0.25) }
        #expect(evaluation.orders.basis == .model)
        #expect(evaluation.chance.basis == .model, "\(evaluation.chance.reason ?? "")")
        #expect(evaluation.spend.map(\.comparison.basis) == [.model])
        #expect(evaluation.calibration.count == 10)
        #expect(try #require(CalibrationBand.error(of: evaluation.calibration)) < 0.03)
    }

    @Test("Weekly buyers who never leave give no model; a baseline is served with a reason")
    func degenerate() throws {
        let people = (0..<300).map { person in (0..<60).map { order(7 * $0 - 84 + person % 7) } }
        let evaluation = OutlookEvaluation(people, until: day, days: 84)
        #expect(evaluation.orders.basis != .model)
        #expect(evaluation.orders.reason?.isEmpty == false)
        #expect(evaluation.orders.fitted == nil)
        #expect(evaluation.chance.basis != .model)
        let rate = try #require(evaluation.orders.rows.first { $0.basis == .repeatRate })
        #expect(rate.accuracy.meanError < 1)
    }

    @Test("The repeat rate is the plain one of whoever is known for long, and errs less where many are new")
    func repeatRate() throws {
        for (ages, isYoung) in [(1...60, true), (90...400, false)] {
            var shop = MadeShop(seed: 7)
            let people = (0..<3000).map { number in
                shop.customer(r: 0.8, alpha: 6, a: 0.8, b: 2.5, age: ages.lowerBound + number % ages.count, days: 90)
            }
            let cases = people.compactMap { OutlookCase($0, until: day, days: 90) }
            let plain = cases.reduce(0) { sum, known in
                let rate = known.pace.age == 0 ? 0 : Double(known.pace.repeats) / Double(known.pace.age)
                let error = rate * 90 - Double(known.laterPurchases)
                return sum + error * error
            }
            let evaluation = OutlookEvaluation(people, until: day, days: 90)
            let row = try #require(evaluation.orders.rows.first { $0.basis == .repeatRate })
            let found = row.accuracy.squaredError / (plain / Double(cases.count))
            #expect(isYoung ? found < 0.5 : abs(found - 1) < 1e-9, "\(found)")
        }
    }

    @Test("One-time buyers alone give no model")
    func oneTimeBuyers() {
        let people = (0..<500).map { [order($0 % 300 + 1)] }
        let evaluation = OutlookEvaluation(people, until: day, days: 90)
        #expect(evaluation.customers == 500 && evaluation.returning == 0)
        #expect(evaluation.orders.basis == nil)
        #expect(evaluation.orders.reason == FitFailure.tooFew(customers: 0, needed: 100).sentence)
        #expect(evaluation.chance.basis == nil && evaluation.calibration.isEmpty)
        #expect(evaluation.spend.first?.comparison.reason == evaluation.orders.reason)
    }

    @Test("The chance that a one-time buyer has stayed is one, so it never stands for the chance of an order")
    func neverChurn() {
        let model = OrderModel(r: 0.2426, alpha: 4.4136, a: 0.7929, b: 2.4259)
        let gone = PurchasePace(repeats: 0, recency: 0, age: 2000)
        #expect(model.chanceOfStaying(gone) == 1)
        #expect(model.chance(gone, days: 90) < 0.02)
        let fresh = PurchasePace(repeats: 0, recency: 0, age: 10)
        #expect(model.chance(fresh, days: 90) > model.chance(gone, days: 90))
    }

    @Test("A shop of three customers has a baseline and no model")
    func three() {
        let people = [[order(200), order(100), order(-10)], [order(50)], [order(300), order(-20), order(-40)]]
        let evaluation = OutlookEvaluation(people, until: day, days: 90)
        #expect(evaluation.orders.basis != .model && evaluation.orders.basis != nil)
        #expect(evaluation.orders.reason?.contains("too few") == true)
        #expect(evaluation.orders.rows.allSatisfy { $0.accuracy.meanError.isFinite })
    }

    @Test("All orders on one day are one purchase each, and nothing to learn from")
    func oneDay() {
        let people = (0..<400).map { _ in [order(0), order(0), order(0, 500)] }
        #expect(PurchaseHistory(people[0]).pace(until: day) == PurchasePace(repeats: 0, recency: 0, age: 0))
        let evaluation = OutlookEvaluation(people, until: day, days: 90)
        #expect(evaluation.orders.basis == nil)
        #expect(evaluation.orders.rows.allSatisfy { $0.accuracy.meanError == 0 })
    }

    @Test("A customer who gave everything back bought nothing; a free item is a purchase")
    func givenBack() {
        let note = creditNote(0, 5000)
        #expect(PurchaseHistory([order(30, 2000), order(20, 3000), note]).days.isEmpty)
        #expect(OutlookCase([order(30, 5000), note], until: day, days: 90) == nil)
        #expect(PurchaseHistory([order(30, 0)]).days.count == 1)
        #expect(PurchaseHistory([order(30, 2000), order(20, 3001), note]).days.count == 2)
    }

    @Test("A credit note lessens what was spent and is no purchase")
    func creditNote() {
        let history = PurchaseHistory([order(30), order(20), order(10), creditNote(5, 1000)])
        #expect(history.pace(until: day) == PurchasePace(repeats: 2, recency: 20, age: 30))
        #expect(history.repeatSpend(in: .euro) == RepeatSpend(purchases: 2, average: 1500))
    }

    @Test("A later order stays a purchase when more comes back than it cost")
    func laterReturn() throws {
        let events = [order(30, 5000), order(-10, 2000), order(-10, 100), creditNote(-20, 5000)]
        let known = try #require(OutlookCase(events, until: day, days: 90))
        #expect(known.laterPurchases == 1)
        #expect(known.laterNet == -2900)
    }

    @Test("An order without amounts is a purchase and says nothing about spend")
    func unstated() throws {
        let record = OrderRecord(placedAt: day.advanced(by: -10).start, status: .paid, currency: .euro)
        let unpriced = try #require(PurchaseEvent(record))
        let history = PurchaseHistory([order(30), order(20), unpriced])
        #expect(history.pace(until: day) == PurchasePace(repeats: 2, recency: 20, age: 30))
        #expect(history.repeatSpend(in: .euro) == RepeatSpend(purchases: 1, average: 2000))
        #expect(PurchaseHistory([order(30), creditNote(20, 2000), unpriced]).days.count == 2)
    }

    @Test("Nobody is part of their own baseline, however few they are")
    func recencyOfFew() {
        let two = RecencyBaseline(daysSinceLast: [10, 20], actual: [5, 0])
        #expect(two.purchases == [0, 5] && two.chance == [0, 1])
        let one = RecencyBaseline(daysSinceLast: [10], actual: [5])
        #expect(one.purchases == [0] && one.chance == [0])
    }

    @Test("Calibration is that of the chance that is served")
    func servedCalibration() {
        var shop = MadeShop(seed: 3)
        let cases = (0..<600).compactMap { number in
            OutlookCase(
                shop.customer(r: 0.8, alpha: 6, a: 0.8, b: 2.5, age: 60 + number % 500, days: 3), until: day, days: 3)
        }
        let evaluation = OutlookEvaluation(OutlookModels(cases, contacts: []), cases, contacts: [], days: 3)
        #expect(evaluation.chance.fitted != nil && evaluation.chance.basis != .model)
        let came = cases.map { Double($0.laterPurchases) }
        let share = Double(came.count { $0 > 0 }) / Double(came.count)
        let recency = RecencyBaseline(daysSinceLast: cases.map(\.pace.daysSinceLast), actual: came).chance
        let served = evaluation.chance.basis == .recency ? recency : came.map { _ in share }
        let expected = CalibrationBand.bands(given: served, isActive: came.map { $0 > 0 })
        #expect(evaluation.calibration.map(\.given) == expected.map(\.given))
        #expect(evaluation.calibration.map(\.observed) == expected.map(\.observed))
    }

    @Test("Without a model of orders there is none of spend, and the reason says so")
    func spendWithoutOrders() {
        // Everybody buys every week, and the amounts are those of a fit that is known to settle.
        let people = (0..<150).map { number in
            let price: Int = 1500 + number * 7919 % 101 * 37 + number % 7 * 400
            return (-8..<2 + number % 5).map { week in order(7 * week, MinorUnits(price)) }
        }
        let evaluation = OutlookEvaluation(people, until: day, days: 56)
        #expect(evaluation.orders.fitted == nil)
        #expect(evaluation.spend.map(\.comparison.reason) == [FitFailure.noOrders.sentence])
    }

    @Test("Money of different currencies is never added, and each has a model of its own")
    func currencies() throws {
        let yen = try #require(Currency("JPY"))
        let history = PurchaseHistory([order(30), order(20), order(10, 90_000, in: yen)])
        #expect(history.mainCurrency == .euro)
        #expect(history.repeatSpend(in: .euro) == RepeatSpend(purchases: 1, average: 2000))
        #expect(history.repeatSpend(in: yen) == RepeatSpend(purchases: 1, average: 90_000))
        var shop = MadeShop(seed: 4)
        let people = (0..<1500).map { number in
            shop.customer(r: 0.9, alpha: 5, a: 0.6, b: 2.5, age: 400, days: 90).map { event in
                number % 3 > 0
                    ? event
                    : PurchaseEvent(day: event.day, currency: yen, hasGross: true, net: event.net * 150)
            }
        }
        let evaluation = OutlookEvaluation(people, until: day, days: 90)
        #expect(evaluation.spend.map(\.currency) == [.euro, yen])
        let scales = evaluation.spend.compactMap { $0.comparison.fitted?.values[2] }
        #expect(scales.count == 2 && scales[1] > 50 * scales[0])
    }

    @Test("Contacts have a model once enough customers were in touch")
    func contacts() throws {
        var shop = MadeShop(seed: 8)
        let habits = (0..<3000).map { _ in shop.gamma(0.4) / 100 }
        let known = habits.compactMap { rate -> ContactCase? in
            let days = (-400..<30).flatMap { offset -> [Day] in
                shop.chance() < rate ? [day.advanced(by: offset + 1)] : []
            }
            let contacts = days.map { ContactDay(day: $0) }
            return ContactCase(contacts, knownSince: day.advanced(by: -400), until: day, days: 30)
        }
        #expect(known.allSatisfy { $0.pace.days == ContactPace.mostDays })
        #expect(OutlookEvaluation([], contacts: known, until: day, days: 90).contacts.basis == .model)
        let few = OutlookEvaluation([], contacts: Array(known.prefix(20)), until: day, days: 90).contacts
        #expect(few.basis != .model && few.reason?.isEmpty == false)
    }

    @Test("A model is served only where it beats every baseline")
    func served() {
        let actual = (0..<200).map { Double($0 % 4) }
        let good = Accuracy(expected: actual.map { $0 * 0.9 }, actual: actual)
        let poor = Accuracy(expected: actual.map { 3 - $0 }, actual: actual)
        let parameters = FittedParameters(
            names: [], values: [], report: FitReport(logLikelihood: 0, steps: 1, customers: 200, distinct: 4))
        func comparison(_ model: Accuracy, _ baseline: Accuracy, active: Int = 150) -> OutlookComparison {
            OutlookComparison(
                .success((parameters, model)), baselines: [.init(basis: .recency, accuracy: baseline)],
                actual: (0..<200).map { $0 < active ? 1 : 0 }, by: [.meanError, .correlation])
        }
        #expect(comparison(good, poor).basis == .model)
        #expect(comparison(poor, good).basis == .recency)
        #expect(comparison(good, good).basis == .recency)
        #expect(comparison(good, good).reason?.hasPrefix("recency does as well by mean error") == true)
        #expect(comparison(good, poor, active: 29).reason?.hasPrefix("29 customers active") == true)
    }
}
