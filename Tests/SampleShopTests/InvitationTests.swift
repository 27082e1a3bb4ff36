import ProfileCore
import SampleShop
import Testing

@Suite("Invitations of the sample shop")
struct InvitationTests {
    private let arms = Array(ShopLines.shop(seed: 1, people: 2_000).arms)

    @Test("One in twenty is held out, of enough people to tell what invitations do, and a seed gives one draw")
    func arms2000() {
        let heldOut = arms.count { $0.assignment.arm == .heldOut }
        #expect((900...1_500).contains(arms.count) && heldOut >= InvitationEffect.fewest)
        #expect((0.035...0.065).contains(Double(heldOut) / Double(arms.count)))
        #expect(Set(arms.map(\.identifier)).count == arms.count)
        let again = Array(ShopLines.shop(seed: 1, people: 2_000).arms)
        #expect(arms.map(\.identifier) == again.map(\.identifier))
        #expect(arms.map(\.assignment) == again.map(\.assignment))
        for arm in arms { #expect((arm.assignment.invitedAt == nil) == (arm.assignment.arm == .heldOut)) }
    }

    @Test("They are drawn by customer numbers that records of the shop state")
    func identifiers() {
        let records = ShopLines.standard.records(kind: "customer", source: "crm")
        let numbers = Set(records.map(\.id))
        let byCRM = arms.filter { $0.identifier.type == "crm" }
        #expect(byCRM.count > 100 && byCRM.allSatisfy { numbers.contains($0.identifier.value) })
    }
}
