import Foundation
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

    /// How a system that knows the person refers to them; nil for a mere visitor.
    func handle(_ die: inout Die) -> Node? {
        if let erpID { return .object(["erp": .text(erpID), "email": die.maybe(30, .maybe(shownEmail))]) }
        if let crmID, die.chance(40) || email == nil { return .object(["crm": .text(crmID)]) }
        if let email { return .object(["email": .text(email)]) }
        return phone.map { .object(["phone": .text($0.logged(&die))]) }
    }

    /// The address as order systems know it: not at all, where only the phone number connects the systems.
    private var shownEmail: String? { overlap == .phone ? nil : email }
}

extension Shopper {
    /// The shopper at a place of the shop's list, always the same one for the same seed.
    static func at(_ index: Int, seed: UInt64) -> Shopper {
        var shopper = alone(index, seed: seed)
        var die = Die(seed: seed, index: index, purpose: Purpose.neighbours)
        guard index % 2 == 1, index > 1 else { return shopper }
        let neighbour = alone(index - 1, seed: seed)
        if die.chance(16), neighbour.country.code == shopper.country.code {
            shopper.moveIn(with: neighbour, sharingEmail: die.chance(25))
        } else if die.chance(2) {
            shopper.name = neighbour.name
        }
        return shopper
    }

    /// One household: the same door and landline, and sometimes one family address of mail.
    private mutating func moveIn(with head: Shopper, sharingEmail: Bool) {
        name = FullName(given: name.given, family: head.name.family, familyFirst: head.name.familyFirst)
        street = head.street
        city = head.city
        landline = head.landline
        if sharingEmail { email = head.email }
    }

    private static func alone(_ index: Int, seed: UInt64) -> Shopper {
        var die = Die(seed: seed, index: index, purpose: Purpose.person)
        let country = Country.ofShopper(index)
        let place = Country.place(ofShopper: index)
        let isWoman = die.chance(52)
        let name = rolledName(in: country, isWoman: isWoman, &die)
        let cityPlace = place % country.cities.count
        let landline =
            country.landlines.isEmpty ? nil : country.landlines[cityPlace].number(at: place / country.cities.count)
        var shopper = Shopper(
            index: index, country: country, name: name, isWoman: isWoman, birthday: rolledBirthday(&die),
            email: die.maybe(90, rolledEmail(of: name, index: index, &die)),
            mobile: die.maybe(55, country.mobiles?.number(at: place)), landline: die.maybe(45, landline),
            street: rolledStreet(in: country, &die), city: country.cities[cityPlace], segment: .rolled(&die),
            crmID: die.maybe(80, String(40_000 + index * 3 + 1)), erpID: nil, overlap: rolledOverlap(&die),
            habit: Habit(&die), customerSince: die.roll(30...2400))
        shopper.settle(&die)
        return shopper
    }

    /// Gives everyone who buys something by which the order system can tell them.
    private mutating func settle(_ die: inout Die) {
        if segment != .prospect { erpID = die.maybe(56, String(700_000 + index * 2)) }
        if overlap == .phone, phone == nil { overlap = .orderSystemID }
        if overlap == .email, email == nil { overlap = .orderSystemID }
        if segment != .prospect, erpID == nil, crmID == nil, email == nil { crmID = String(40_000 + index * 3 + 1) }
    }

    private static func rolledName(in country: Country, isWoman: Bool, _ die: inout Die) -> FullName {
        let origin = die.pick(country.origins)
        let given = die.pick(isWoman ? origin.women : origin.men)
        return FullName(given: given, family: die.pick(origin.families), familyFirst: origin.familyFirst)
    }

    private static func rolledBirthday(_ die: inout Die) -> Birthday? {
        switch die.roll(1...100) {
        case ...55: Birthday(year: die.roll(1941...2006), month: die.roll(1...12), day: die.roll(1...28))
        case ...65: Birthday(year: nil, month: die.roll(1...12), day: die.roll(1...28))
        case 66: Birthday(year: die.pick([1960, 1972, 1984, 1988, 1996, 2000]), month: 2, day: 29)
        case 67: Birthday(year: nil, month: 2, day: 29)
        default: nil
        }
    }

    /// An address of this person alone, because its number is the person's place in the list.
    private static func rolledEmail(of name: FullName, index: Int, _ die: inout Die) -> String {
        let (given, family) = (name.latinGiven, name.latinFamily)
        let box =
            switch die.roll(0...3) {
            case 0: "\(given).\(family)\(index)"
            case 1: "\(given.prefix(1))\(family)\(index)"
            case 2: "\(family).\(given)\(index)"
            default: "\(given)_\(family).\(index)"
            }
        return "\(box)@\(die.pick(["example.com", "example.com", "example.org", "example.net", "mail.example.com"]))"
    }

    private static func rolledStreet(in country: Country, _ die: inout Die) -> String {
        let street = die.pick(country.streets)
        let number = die.roll(1...140)
        return country.numberFirst ? "\(number) \(street)" : "\(street) \(number)\(die.chance(8) ? " b" : "")"
    }

    private static func rolledOverlap(_ die: inout Die) -> Overlap {
        switch die.roll(1...100) {
        case ...55: .orderSystemID
        case ...85: .email
        default: .phone
        }
    }
}

/// What a person is called, and how a machine without accents would spell it.
struct FullName: Equatable, Sendable {
    let given: String
    let family: String
    let familyFirst: Bool
    let latinGiven: String
    let latinFamily: String

    /// Names may be given as `美咲=misaki`: as written, and as spelled in an address of electronic mail.
    init(given: String, family: String, familyFirst: Bool = false) {
        (self.given, latinGiven) = Self.forms(given)
        (self.family, latinFamily) = Self.forms(family)
        self.familyFirst = familyFirst
    }

    var whole: String { familyFirst ? "\(family) \(given)" : "\(given) \(family)" }

    private static func forms(_ name: String) -> (written: String, latin: String) {
        let parts = name.split(separator: "=")
        return (String(parts[0]), latin(String(parts[parts.count - 1])))
    }

    private static let spelledOut: [Character: String] = [
        "ä": "ae", "ö": "oe", "ü": "ue", "ß": "ss", "å": "a", "ø": "o", "ł": "l", "đ": "d", "ı": "i",
    ]

    private static func latin(_ name: String) -> String {
        let spelled = name.lowercased().map { spelledOut[$0] ?? String($0) }.joined()
        let letters = spelled.decomposedStringWithCanonicalMapping.unicodeScalars.filter { ("a"..."z").contains($0) }
        return String(String.UnicodeScalarView(letters))
    }
}

/// A telephone number and the many ways people write it.
struct PhoneNumber: Equatable, Sendable {
    let callingCode: String
    let area: String
    let subscriber: String

    var e164: String { "+\(callingCode)\(area)\(subscriber)" }

    /// As the phone system writes it: mostly compact.
    func logged(_ die: inout Die) -> String {
        die.chance(85) ? e164 : "+\(callingCode) \(area) \(subscriber)"
    }

    /// As typed into a form, with the country code.
    func international(_ die: inout Die) -> String {
        switch die.roll(0...5) {
        case 0: e164
        case 1: "00\(callingCode) \(area) \(subscriber)"
        case 2: "+\(callingCode) (0)\(area) \(grouped(by: 2))"
        case 3: "+\(callingCode)-\(area)-\(grouped(by: 4, separator: "-"))"
        default: "+\(callingCode) \(area) \(grouped(by: 3))"
        }
    }

    /// As people of the country itself write it, with blanks, slashes and dashes.
    func national(_ die: inout Die) -> String {
        switch die.roll(0...4) {
        case 0: "0\(area)/\(subscriber)"
        case 1: "0\(area) / \(grouped(by: 3)) "
        case 2: "(0\(area)) \(subscriber)"
        case 3: "0\(area)-\(grouped(by: 2))"
        default: "0\(area) \(grouped(by: 3))"
        }
    }

    private func grouped(by size: Int, separator: String = " ") -> String {
        stride(from: 0, to: subscriber.count, by: size)
            .map { String(subscriber.dropFirst($0).prefix(size)) }
            .joined(separator: separator)
    }
}

/// How much a person buys.
enum Segment: Sendable {
    case champion, regular, occasional, once, prospect

    static func rolled(_ die: inout Die) -> Segment {
        switch die.roll(1...100) {
        case ...4: .champion
        case ...20: .regular
        case ...65: .occasional
        case ...80: .once
        default: .prospect
        }
    }

    func orders(_ die: inout Die) -> Int {
        switch self {
        case .champion: die.roll(20...40)
        case .regular: die.roll(7...14)
        case .occasional: die.roll(1...5)
        case .once: 1
        case .prospect: 0
        }
    }

    /// How many contacts a person has besides those about an order.
    func idleContacts(_ die: inout Die) -> Int {
        switch self {
        case .champion: die.roll(3...10)
        case .regular: die.roll(1...5)
        case .occasional, .once: die.roll(0...2)
        case .prospect: die.roll(0...3)
        }
    }
}

/// How and when a person likes to get in touch.
struct Habit: Sendable {
    static let channels =
        ["email", "email", "email", "phone", "phone", "phone", "chat", "chat", "whatsapp", "form", "store", "social"]

    let channel: String
    /// The local hour from which most contacts happen, for three hours.
    let fromHour: Int
    let onWeekends: Bool

    init(_ die: inout Die) {
        channel = die.pick(Self.channels)
        fromHour = die.pick([8, 9, 10, 11, 12, 14, 16, 17, 18, 18])
        onWeekends = die.chance(15)
    }

    init(channel: String, fromHour: Int) {
        self.channel = channel
        self.fromHour = fromHour
        onWeekends = false
    }

    func nextChannel(_ die: inout Die) -> String {
        die.chance(65) ? channel : die.pick(Self.channels)
    }

    /// A local second of the day: mostly inside the habit, always while people are awake.
    func second(_ die: inout Die) -> Int {
        let hour = die.chance(72) ? die.roll(fromHour...fromHour + 2) : die.roll(8...20)
        return hour * 3600 + die.roll(0...3599)
    }
}
