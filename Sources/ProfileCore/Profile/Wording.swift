/// The words of plain English sentences.
enum Wording {
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

    /// `1 day`, `3 days`.
    static func count(_ count: Int, _ one: String, _ many: String? = nil) -> String {
        count == 1 ? "1 \(one)" : "\(count) \(many ?? one + "s")"
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
