import ProfileCore

/// What the CRM and the order system say about a person, each in its own way and with its own mistakes.
struct CustomerRecords {
    let clock: ShopClock
    let seed: UInt64

    func records(of shopper: Shopper) -> [ShopRecord] {
        var die = Die(seed: seed, index: shopper.index, purpose: Purpose.customerRecords)
        var records: [ShopRecord] = []
        if let id = shopper.crmID {
            let record = crmRecord(of: shopper, id: id, &die)
            if die.chance(8) { records.append(forgottenTwin(of: shopper, record: record, &die)) }
            records.append(record)
            if die.chance(2) { records.append(record) }
        }
        if let id = shopper.erpID { records.append(erpRecord(of: shopper, id: id, &die)) }
        return records
    }

    // MARK: CRM

    private func crmRecord(of shopper: Shopper, id: String, _ die: inout Die) -> ShopRecord {
        let country = shopper.country
        let statedDaysAgo = die.roll(0...min(400, shopper.customerSince))
        var record = ShopRecord(
            "customer", source: "crm", id: id,
            updatedAt: clock.moment(daysAgo: statedDaysAgo, second: die.roll(28_800...64_800), in: country),
            [
                "salutation": salutation(of: shopper, &die),
                "emails": .someTexts(crmEmails(of: shopper, &die)),
                "phones": .someTexts(crmPhones(of: shopper, &die)),
                "birthday": shopper.birthday.map(Self.node),
                "gender": die.maybe(40, shopper.isWoman ? "female" : "male"),
                "language": die.maybe(85, .text(country.language)),
                "time_zone": die.maybe(60, .text(country.timeZone)),
                "address": die.maybe(85, Self.address(of: shopper)),
                "owner": ownerNode(of: shopper, &die), "loyalty": loyalty(of: shopper, &die),
                "tags": .someTexts(tags(&die)), "consents": consents(of: shopper, &die),
                "preferred_channel": die.maybe(6, .text(shopper.habit.channel)), "preferred_time": preferredTime(&die),
                "identifiers": furtherIdentifiers(of: shopper), "traits": die.maybe(20, traits(&die)),
                "created_at": .moment(clock.moment(daysAgo: shopper.customerSince, second: 36_000, in: country)),
            ])
        record.members.append(contentsOf: nameMembers(of: shopper.name, &die))
        return record
    }

    private func nameMembers(of name: FullName, _ die: inout Die) -> [(name: String, value: Node)] {
        switch die.roll(1...100) {
        case ...10: Node.present(["full_name": .text(name.whole)])
        case ...14: Node.present(["family_name": .text(name.family)])
        default: Node.present(["given_name": .text(name.given), "family_name": .text(name.family)])
        }
    }

    private func salutation(of shopper: Shopper, _ die: inout Die) -> Node? {
        guard let salutations = shopper.country.salutations else { return nil }
        return die.maybe(70, .text(shopper.isWoman ? salutations.woman : salutations.man))
    }

    private func crmEmails(of shopper: Shopper, _ die: inout Die) -> [String] {
        guard let email = shopper.email else {
            return die.chance(20) ? [die.pick(Self.emailsThatSayNothing + ["test@test"])] : []
        }
        switch die.roll(1...100) {
        case ...5: return [email.uppercased()]
        case ...8: return [" \(email) "]
        case ...10: return [email, email]
        default: return [email]
        }
    }

    private func crmPhones(of shopper: Shopper, _ die: inout Die) -> [String] {
        let numbers = [shopper.mobile, shopper.landline].compactMap(\.self)
        if numbers.isEmpty { return die.chance(3) ? [die.pick(Self.phonesThatSayNothing)] : [] }
        return numbers.map { typed($0, in: shopper.country, &die) }
    }

    /// In the shop's own country people leave out the country code.
    private func typed(_ phone: PhoneNumber, in country: Country, _ die: inout Die) -> String {
        country.code == "DE" && die.chance(60) ? phone.national(&die) : phone.international(&die)
    }

    private func furtherIdentifiers(of shopper: Shopper) -> Node? {
        guard shopper.overlap == .orderSystemID, let id = shopper.erpID else { return nil }
        return .object(["erp": .text(id)])
    }

    private func ownerNode(of shopper: Shopper, _ die: inout Die) -> Node? {
        let share = shopper.segment == .champion ? 80 : 6
        let owner = die.pick(Staff.owners)
        return die.maybe(share, owner.node)
    }

    private func loyalty(of shopper: Shopper, _ die: inout Die) -> Node? {
        let points = die.roll(0...900)
        switch shopper.segment {
        case .champion: return .object(["tier": die.chance(60) ? "gold" : "silver", "points": .integer(points + 4000)])
        case .regular: return die.maybe(75, .object(["tier": "silver", "points": .integer(points + 900)]))
        case .occasional, .once: return die.maybe(35, .object(["tier": "bronze", "points": .integer(points)]))
        case .prospect: return nil
        }
    }

    private func tags(_ die: inout Die) -> [String] {
        [
            (4, "press"), (5, "club"), (3, "trade fair"), (4, "staff family"), (6, "newsletter"), (2, "complainer"),
            (1, "influencer"),
        ].filter { die.chance($0.0) }.map(\.1)
    }

    private func preferredTime(_ die: inout Die) -> Node? {
        let wish = die.pick([
            (days: ["mon", "tue", "wed", "thu", "fri"], from: "18:00", to: "20:00"),
            (days: ["mon", "tue", "wed", "thu", "fri"], from: "09:00", to: "12:00"),
            (days: ["sat", "sun"], from: "10:00", to: "14:00"),
        ])
        return die.maybe(4, .object(["days": .texts(wish.days), "from": .text(wish.from), "to": .text(wish.to)]))
    }

    private func consents(of shopper: Shopper, _ die: inout Die) -> Node? {
        let at = clock.moment(daysAgo: die.roll(0...shopper.customerSince), second: 43_200, in: shopper.country)
        let given = [("email", 70), ("phone", 25), ("sms", 15)].filter { die.chance($0.1) }.map { channel, _ in
            Node.object([
                "purpose": "marketing", "channel": .text(channel),
                "status": .text(die.pick(["granted", "granted", "granted", "denied", "revoked"])), "at": .moment(at),
            ])
        }
        let profiling = Node.object(["purpose": "profiling", "status": "denied", "at": .moment(at)])
        var other = Die(seed: seed, index: shopper.index, purpose: Purpose.advocacy)
        let advocacy = Node.object(["purpose": "advocacy", "status": "granted", "at": .moment(at)])
        let all = (die.chance(4) ? given + [profiling] : given) + (other.chance(12) ? [advocacy] : [])
        return all.isEmpty ? nil : .list(all)
    }

    private func traits(_ die: inout Die) -> Node {
        .object([
            "shoe_size": .integer(die.roll(36...47)),
            "favourite_sport": .text(die.pick(["hiking", "cycling", "climbing"])),
            "club_member": .flag(die.chance(30)),
        ])
    }

    // MARK: Duplicates

    /// An older record of the same person, made before anyone noticed there was one.
    private func forgottenTwin(of shopper: Shopper, record: ShopRecord, _ die: inout Die) -> ShopRecord {
        let daysAgo = min(shopper.customerSince, clock.daysAgo(record.updatedAt) + die.roll(100...900))
        let id = shopper.crmID.map { String((Int($0) ?? 0) + 1) } ?? ""
        let remembersBirthday = die.chance(70)
        return ShopRecord(
            "customer", source: "crm", id: id,
            updatedAt: clock.moment(daysAgo: daysAgo, second: die.roll(28_800...64_800), in: shopper.country),
            [
                "given_name": .text(shopper.name.given),
                "family_name": .text(misspelled(shopper.name.family, &die)),
                "emails": shopper.email.map { .texts([$0]) },
                "phones": shopper.phone.map { .texts([$0.international(&die)]) },
                "birthday": remembersBirthday ? shopper.birthday.map(Self.node) : nil,
                "address": .object([
                    "street": .text(die.pick(shopper.country.streets) + " 3"), "city": .text(shopper.city.name),
                    "country": .text(shopper.country.code),
                ]),
                "created_at": .moment(clock.moment(daysAgo: daysAgo + 1, second: 36_000, in: shopper.country)),
            ])
    }

    /// Half of the twins have another spelling, the other half the right name in other letters.
    private func misspelled(_ name: String, _ die: inout Die) -> String {
        switch die.roll(0...3) {
        case 0: name.uppercased()
        case 1: name.lowercased()
        case 2: String(name.prefix(2)) + String(name.dropFirst(3))
        default: name + String(name.suffix(1))
        }
    }

    // MARK: Order system

    private func erpRecord(of shopper: Shopper, id: String, _ die: inout Die) -> ShopRecord {
        let shouts = die.chance(20)
        let daysAgo = die.roll(0...min(700, shopper.customerSince))
        return ShopRecord(
            "customer", source: "erp", id: id,
            updatedAt: clock.moment(daysAgo: daysAgo, second: die.roll(3600...10_000), in: shopper.country),
            [
                "given_name": .text(shouts ? shopper.name.given.uppercased() : shopper.name.given),
                "family_name": .text(shouts ? shopper.name.family.uppercased() : shopper.name.family),
                "emails": .someTexts(erpEmails(of: shopper, &die)),
                "phones": .someTexts(erpPhones(of: shopper, &die)),
                "language": die.maybe(30, .text(String(shopper.country.language.prefix(2)))),
                "address": Self.address(of: shopper),
                "created_at": .moment(
                    clock.moment(daysAgo: shopper.customerSince, second: 39_600, in: shopper.country)),
            ])
    }

    private func erpEmails(of shopper: Shopper, _ die: inout Die) -> [String] {
        let isKnown = shopper.overlap == .email || (shopper.overlap == .orderSystemID && die.chance(60))
        if let email = shopper.email, isKnown { return [email] }
        return die.chance(10) ? [die.pick(Self.emailsThatSayNothing)] : []
    }

    private func erpPhones(of shopper: Shopper, _ die: inout Die) -> [String] {
        guard let phone = shopper.phone, shopper.overlap == .phone || die.chance(40) else {
            return die.chance(4) ? [die.pick(Self.phonesThatSayNothing)] : []
        }
        return [typed(phone, in: shopper.country, &die)]
    }

    // MARK: Parts

    private static let emailsThatSayNothing = ["null", "anonymous", "undefined", "-", "none"]
    private static let phonesThatSayNothing = ["-", "0", "n/a", "unknown", "000000"]

    static func address(of shopper: Shopper) -> Node {
        .object([
            "street": .text(shopper.street), "postal_code": .text(shopper.city.postalCode),
            "city": .text(shopper.city.name), "country": .text(shopper.country.code),
        ])
    }

    /// `1980-04-19`, or `--04-19` from those who do not tell the year.
    static func node(_ birthday: Birthday) -> Node {
        let monthAndDay = [birthday.month, birthday.day].map { $0 < 10 ? "0\($0)" : "\($0)" }.joined(separator: "-")
        return .text("\(birthday.year.map(String.init) ?? "-")-\(monthAndDay)")
    }
}
