import ProfileCore

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

    /// An address nobody else has, because its number is the person's place in the list.
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
