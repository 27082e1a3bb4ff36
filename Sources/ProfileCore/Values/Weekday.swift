/// A day of the week, Monday first, written as in the HTTP contract.
package enum Weekday: String, CaseIterable, Hashable, Sendable {
    case monday = "mon"
    case tuesday = "tue"
    case wednesday = "wed"
    case thursday = "thu"
    case friday = "fri"
    case saturday = "sat"
    case sunday = "sun"

    package static let workdays: [Weekday] = [.monday, .tuesday, .wednesday, .thursday, .friday]
    package static let weekend: [Weekday] = [.saturday, .sunday]

    package var isWeekend: Bool { self == .saturday || self == .sunday }
}
