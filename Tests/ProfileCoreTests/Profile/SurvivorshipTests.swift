import ProfileCore
import Testing

@Suite struct SurvivorshipTests {
    private func person(_ sample: ProfileSample) -> PersonView {
        sample.profile(at: .utc(2026, 11, 22)).person
    }

    @Test func sourcePriorityBeatsRecency() {
        var sample = ProfileSample()
        sample.rules.sourcePriorities = ["crm": 10]
        sample.customer("crm", at: .utc(2020, 1, 1)) { $0.givenName = "Jane" }
        sample.customer("shop", at: .utc(2026, 1, 1)) { $0.givenName = "Jenny" }
        #expect(person(sample).givenName == "Jane")
    }

    @Test func recencyDecidesAmongEqualSources() {
        var sample = ProfileSample()
        sample.customer("crm", at: .utc(2020, 1, 1)) { $0.givenName = "Jane" }
        sample.customer("shop", at: .utc(2026, 1, 1)) { $0.givenName = "Jenny" }
        #expect(person(sample).givenName == "Jenny")
    }

    @Test func emptyNeverOverwrites() {
        var sample = ProfileSample()
        sample.customer("crm", at: .utc(2020, 1, 1)) {
            $0.givenName = "Jane"
            $0.address = Address()
            $0.address?.city = "Leeds"
        }
        sample.customer("shop", at: .utc(2026, 1, 1)) {
            $0.givenName = " "
            $0.address = Address()
        }
        #expect(person(sample).givenName == "Jane")
        #expect(person(sample).address?.city == "Leeds")
    }

    @Test func anAddressIsOneWhole() {
        var sample = ProfileSample()
        sample.customer("crm", at: .utc(2020, 1, 1)) {
            $0.address = Address()
            $0.address?.street = "1 Old Street"
            $0.address?.city = "Leeds"
        }
        sample.customer("shop", at: .utc(2026, 1, 1)) {
            $0.address = Address()
            $0.address?.city = "York"
        }
        #expect(person(sample).address?.city == "York")
        #expect(person(sample).address?.street == nil)
    }

    @Test func tagsAreJoinedAndTraitsMergedByKey() {
        var sample = ProfileSample()
        sample.customer("crm", at: .utc(2020, 1, 1)) {
            $0.tags = ["b", "a"]
            $0.traits = ["size": .number("40"), "colour": .text("red")]
        }
        sample.customer("shop", at: .utc(2026, 1, 1)) {
            $0.tags = ["c", "a"]
            $0.traits = ["size": .number("41"), "colour": .null]
        }
        #expect(person(sample).tags == ["a", "b", "c"])
        #expect(person(sample).traits == ["size": .number("41"), "colour": .text("red")])
    }

    @Test func theOrderOfRecordsLeavesNoTrace() {
        var sample = ProfileSample()
        sample.customer("crm", "1") { $0.givenName = "A" }
        sample.customer("crm", "2") { $0.givenName = "B" }
        sample.customer("app", "3") { $0.givenName = "C" }
        let expected = person(sample).givenName
        #expect(expected == "C")
        sample.summary.customers.reverse()
        #expect(person(sample).givenName == expected)
    }

    @Test("Of a guest the latest orders tell the name, until a customer record does")
    func ordersNameGuests() {
        var sample = ProfileSample()
        let orders: [(day: Int, name: String?)] = [(1, "Gustav"), (2, "Gus"), (3, nil)]
        let digests = orders.map { order in
            OrderDigest(
                source: "shop", id: "o\(order.day)", placedAt: .utc(2026, 11, order.day), status: .paid, total: 100,
                currency: .euro, items: .one, expectedDelivery: nil, trackingURL: nil,
                customerDetails: order.name.map { name in
                    var details = CustomerDetails()
                    details.givenName = name
                    details.birthday = Birthday(year: 1980, month: 4, day: 19)
                    return details
                })
        }
        sample.summary.purchases.recent.list = Recent(items: digests.reversed(), total: digests.count)
        #expect(person(sample).givenName == "Gus" && person(sample).birthday?.date.year == 1980)
        sample.customer("crm", at: .utc(2020, 1, 1)) { $0.givenName = "Gustave" }
        #expect(person(sample).givenName == "Gustave" && person(sample).birthday?.date.year == 1980)
    }
}
