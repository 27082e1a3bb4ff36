import ProfileCore

/// One person behind all the records, whom no source knows completely.
struct Shopper: Sendable {
    /// How the shop's systems can tell that their records are about the same person.
    enum Overlap: Sendable {
        case orderSystemID, email, phone
    }

    let index: Int
    let country: Country
    var name: FullName
    let isWoman: Bool
    var birthday: Birthday?
    var email: String?
    var mobile: PhoneNumber?
    var landline: PhoneNumber?
    var street: String
    var city: (name: String, postalCode: String)
    var segment: Segment
    var crmID: String?
    var erpID: String?
    var overlap: Overlap
    var habit: Habit
    let customerSince: Int

    var phone: PhoneNumber? { mobile ?? landline }

    var visitor: String { "v-\(String(index &* 7919 &+ 104_729, radix: 36))" }

    /// How somebody who knows this person's record in one system refers to them; nil for a mere visitor.
    func handle(_ die: inout Die) -> Node? {
        if let erpID { return .object(["erp": .text(erpID), "email": die.maybe(30, .maybe(shownEmail))]) }
        if let crmID, die.chance(40) || email == nil { return .object(["crm": .text(crmID)]) }
        if let email { return .object(["email": .text(email)]) }
        return phone.map { .object(["phone": .text($0.logged(&die))]) }
    }

    /// The address as order systems know it: not at all, where only the phone number connects the systems.
    private var shownEmail: String? { overlap == .phone ? nil : email }
}
