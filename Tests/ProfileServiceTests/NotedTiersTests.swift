import ProfileCore
import ProfileStore
import Testing

@testable import ProfileService

@Suite("Noted tiers are taken for the changes that they follow from, and for no others")
struct NotedTiersTests {
    private static let (id, day) = (ProfileID(high: 1, low: 2), Timestamp(milliseconds: 1_750_000_000_000).day)
    private static let gold = AnnouncedTier(tier: "gold", until: nil)

    private static func stamp(_ policy: UInt64) -> ProfileBasis.Stamp {
        ProfileBasis.Stamp(policy: policy, day: nil, cuts: [], outlook: 0)
    }

    private static func change(_ number: Int64, stripe: Int = 0) -> ProfileChange {
        ProfileChange(ChangeNumber(stripe: stripe, value: number), profile: id, version: Int(number))
    }

    private static func noted(_ numbers: Int64...) -> NotedTiers {
        let tiers = NotedTiers()
        _ = tiers.take([], by: stamp(1), on: day)
        for number in numbers { tiers.add([(change(number), gold)], by: stamp(1), on: day) }
        return tiers
    }

    @Test("The last change is noted, and taken once")
    func last() {
        let tiers = Self.noted(7, 8)
        #expect(tiers.take([Self.change(8)], by: Self.stamp(1), on: Self.day) == [Self.id: Self.gold])
        #expect(tiers.take([Self.change(8)], by: Self.stamp(1), on: Self.day).isEmpty)
    }

    @Test("A profile that another node changed since is read")
    func elsewhere() {
        let tiers = Self.noted(7)
        #expect(tiers.take([Self.change(9)], by: Self.stamp(1), on: Self.day).isEmpty)
        let stripes = Self.noted(7)
        #expect(stripes.take([Self.change(7, stripe: 3)], by: Self.stamp(1), on: Self.day).isEmpty)
        stripes.add([(Self.change(2, stripe: 3), Self.gold)], by: Self.stamp(1), on: Self.day)
        #expect(stripes.take([Self.change(2, stripe: 3)], by: Self.stamp(1), on: Self.day) == [Self.id: Self.gold])
    }

    @Test("Nothing is noted where nobody takes it, nor for long where somebody did, nor of the erased")
    func unwanted() {
        let tiers = NotedTiers()
        tiers.add([(Self.change(7), Self.gold)], by: Self.stamp(1), on: Self.day)
        #expect(!tiers.isWanted && tiers.take([Self.change(7)], by: Self.stamp(1), on: Self.day).isEmpty)
        for number in 1...10_001 as ClosedRange<UInt64> {
            let change = ProfileChange(
                ChangeNumber(stripe: 0, value: 9), profile: ProfileID(high: 5, low: number), version: 1)
            tiers.add([(change, Self.gold)], by: Self.stamp(1), on: Self.day)
        }
        #expect(!tiers.isWanted)
        let others = Self.noted(7)
        others.forget(Self.id)
        #expect(others.take([Self.change(7)], by: Self.stamp(1), on: Self.day).isEmpty)
    }

    @Test("What is noted outlasts an earlier page of the feed")
    func earlier() {
        let tiers = Self.noted(7)
        #expect(tiers.take([Self.change(6)], by: Self.stamp(1), on: Self.day).isEmpty)
        #expect(tiers.take([Self.change(7)], by: Self.stamp(1), on: Self.day) == [Self.id: Self.gold])
    }

    @Test("Another policy or another day makes nothing of it")
    func otherwise() {
        #expect(Self.noted(7).take([Self.change(7)], by: Self.stamp(2), on: Self.day).isEmpty)
        #expect(Self.noted(7).take([Self.change(7)], by: Self.stamp(1), on: Self.day.advanced(by: 1)).isEmpty)
        let tiers = Self.noted(7)
        tiers.add([], by: Self.stamp(2), on: Self.day)
        #expect(tiers.take([Self.change(7)], by: Self.stamp(2), on: Self.day).isEmpty)
    }
}
