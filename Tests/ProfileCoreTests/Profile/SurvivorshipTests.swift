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
}
