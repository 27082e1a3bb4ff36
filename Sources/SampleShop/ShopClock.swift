import ProfileCore

/// The shop's calendar: days are counted back from today, and nothing happens after now.
struct ShopClock: Sendable {
    let today: Day
    let now: Timestamp

    /// A local second of a day in the past; what would still lie ahead happened as many days earlier as it takes.
    func moment(daysAgo: Int, second: Int, in country: Country) -> Timestamp {
        let day = today.advanced(by: -daysAgo)
        let moment = day.start.advanced(bySeconds: Int64(second - country.secondsFromUTC(on: day)))
        guard moment > now else { return moment }
        let daysAhead = (moment.milliseconds - now.milliseconds - 1) / Timestamp.millisecondsPerDay + 1
        return Timestamp(milliseconds: moment.milliseconds - daysAhead * Timestamp.millisecondsPerDay)
    }

    /// That many seconds later, but never after now.
    func later(than moment: Timestamp, bySeconds seconds: Int) -> Timestamp {
        min(now, moment.advanced(bySeconds: Int64(seconds)))
    }

    func daysAgo(_ moment: Timestamp) -> Int {
        max(0, today.days(since: moment.day))
    }
}
