/// The few sentences an agent should read first, the most useful first.
enum Headlines {
    static let limit = 5

    /// A cart older than this was left behind.
    static let cartDays = 30

    static func derive(
        summary: ProfileSummary, attention: Attention, standing: VIPStanding, birthday: BirthdayView?,
        localDay: Day, cart: CartView?, friction: String?, today: Day
    ) -> [String] {
        let sentences = [
            attention.promise?.sentence,
            attention.problem?.sentence,
            friction,
            tier(standing),
            attention.lateOrder?.sentence,
            birthday.flatMap { self.birthday($0, on: localDay) },
            firstContact(summary, today: today),
            attention.rating?.sentence,
            cart.flatMap { self.cart($0, today: today) },
        ]
        return Array(sentences.compactMap(\.self).prefix(limit))
    }

    private static func tier(_ standing: VIPStanding) -> String? {
        standing.tier.map { tier in
            let since = standing.since.map { " since \(Wording.monthAndYear($0.day))" } ?? ""
            return "\(Wording.capitalised(tier)) customer\(since)"
        }
    }

    private static func birthday(_ birthday: BirthdayView, on today: Day) -> String? {
        guard !birthday.date.isPlaceholder else { return nil }
        return switch birthday.daysUntil {
        case 0: "Birthday today"
        case 1: "Birthday tomorrow"
        case 2...6: "Birthday on \(Wording.weekday(today.advanced(by: birthday.daysUntil).weekday))"
        case 7: "Birthday in a week"
        default: nil
        }
    }

    /// The contact an agent is in may already be on file.
    private static func firstContact(_ summary: ProfileSummary, today: Day) -> String? {
        let contacts = summary.contact.traffic.seen
        guard contacts == nil || (contacts?.count == 1 && contacts?.last.day == today) else { return nil }
        let since = summary.purchases.counts.seen.map { ", customer since \(Wording.monthAndYear($0.first.day))" } ?? ""
        return "First contact" + since
    }

    private static func cart(_ cart: CartView, today: Day) -> String? {
        guard today.days(since: cart.updatedAt.day) <= cartDays else { return nil }
        let since = Wording.pastDay(cart.updatedAt.day, on: today)
        guard let value = cart.value, let currency = cart.currency else {
            return "Cart of \(Wording.count(cart.items.count, "product")) since \(since)"
        }
        return "Cart of \(Wording.money(value, currency)) since \(since)"
    }
}

/// The words of plain English sentences.
package enum Wording {
    private static let months = [
        "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November",
        "December",
    ]
    private static let ordinals = [
        "First", "Second", "Third", "Fourth", "Fifth", "Sixth", "Seventh", "Eighth", "Ninth", "Tenth",
    ]

    /// `2,340.00 EUR`.
    static func money(_ amount: MinorUnits, _ currency: Currency) -> String {
        "\(amountAlone(amount, currency)) \(currency.code)"
    }

    /// `2,340.00`.
    static func amountAlone(_ amount: MinorUnits, _ currency: Currency) -> String {
        let digits = String(amount.magnitude)
        let padded = String(repeating: "0", count: max(0, currency.exponent + 1 - digits.count)) + digits
        let whole = padded.dropLast(currency.exponent)
        let fraction = currency.exponent == 0 ? "" : "." + padded.suffix(currency.exponent)
        return (amount < 0 ? "-" : "") + grouped(whole) + fraction
    }

    /// `3 March 2026`.
    static func date(_ day: Day) -> String {
        let civil = day.civil
        return "\(civil.day) \(month(civil.month)) \(civil.year)"
    }

    /// `March 2026`.
    static func monthAndYear(_ day: Day) -> String {
        "\(month(day.civil.month)) \(day.civil.year)"
    }

    /// `today`, `yesterday`, else the date.
    static func pastDay(_ day: Day, on today: Day) -> String {
        switch today.days(since: day) {
        case ...0: "today"
        case 1: "yesterday"
        default: date(day)
        }
    }

    /// `today`, `tomorrow`, else the date.
    static func dayToCome(_ day: Day, on today: Day) -> String {
        switch day.days(since: today) {
        case 0: "today"
        case 1: "tomorrow"
        default: date(day)
        }
    }

    /// `1 day`, `3 days`.
    package static func count(_ count: Int, _ one: String, _ many: String? = nil) -> String {
        count == 1 ? "1 \(one)" : "\(count) \(many ?? one + "s")"
    }

    /// `1.4`, of a number that is not negative.
    static func tenths(_ value: Double) -> String {
        let tenths = Int((min(value, 1e12) * 10).rounded())
        return "\(tenths / 10).\(tenths % 10)"
    }

    /// `Third`, `11th`; from 1.
    static func ordinal(_ number: Int) -> String {
        guard !ordinals.indices.contains(number - 1) else { return ordinals[number - 1] }
        let isTeen = (11...13).contains(number % 100)
        return "\(number)" + (isTeen ? "th" : [1: "st", 2: "nd", 3: "rd"][number % 10] ?? "th")
    }

    static func weekday(_ weekday: Weekday) -> String {
        switch weekday {
        case .monday: "Monday"
        case .tuesday: "Tuesday"
        case .wednesday: "Wednesday"
        case .thursday: "Thursday"
        case .friday: "Friday"
        case .saturday: "Saturday"
        case .sunday: "Sunday"
        }
    }

    /// `18:00-21:00`.
    static func hours(from: Int, to: Int) -> String {
        "\(clock(from))-\(clock(to))"
    }

    static func capitalised(_ text: String) -> String {
        text.prefix(1).uppercased() + text.dropFirst()
    }

    private static func month(_ number: Int) -> String { months[number - 1] }

    private static func clock(_ minute: Int) -> String {
        let (hour, rest) = minute.quotientAndRemainder(dividingBy: 60)
        return (hour < 10 ? "0" : "") + "\(hour)" + (rest < 10 ? ":0" : ":") + "\(rest)"
    }

    private static func grouped(_ digits: Substring) -> String {
        var text = ""
        for (position, digit) in digits.enumerated() {
            if position > 0, (digits.count - position) % 3 == 0 { text.append(",") }
            text.append(digit)
        }
        return text
    }
}
