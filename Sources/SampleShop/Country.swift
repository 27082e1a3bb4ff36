import ProfileCore

/// Where a customer lives: how people there are called, spelled, reached and charged.
struct Country: Sendable {
    let code: String
    let language: String
    let timeZone: String
    let hoursFromUTC: Int
    let keepsSummerTime: Bool
    let currency: SaleCurrency
    /// The salutations for a woman and for a man; nil where nobody uses them in letters.
    let salutations: (woman: String, man: String)?
    let origins: [Origin]
    let cities: [(name: String, postalCode: String)]
    let streets: [String]
    let numberFirst: Bool
    /// One range a city, in the order of `cities`.
    let landlines: [PhoneRange]
    let mobiles: PhoneRange?

    /// Summer time by whole months is near enough for made-up contacts.
    func secondsFromUTC(on day: Day) -> Int {
        let isSummer = keepsSummerTime && (4...10).contains(day.civil.month)
        return (hoursFromUTC + (isSummer ? 1 : 0)) * 3600
    }
}
