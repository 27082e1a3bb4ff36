import HTTPTypes
import ProfileCore
import Synchronization

/// The header that tells when an answer was given, written once a second.
final class DateField: Sendable {
    private struct Written {
        var second: Int64 = .min
        var field = HTTPField(name: .date, value: "")
    }

    private let written = Mutex(Written())

    var now: HTTPField {
        let moment = Timestamp.now
        let second = moment.milliseconds / Timestamp.millisecondsPerSecond
        return written.withLock { written in
            if written.second != second {
                written = Written(second: second, field: HTTPField(name: .date, value: Self.text(moment)))
            }
            return written.field
        }
    }

    /// `Sun, 06 Nov 1994 08:49:37 GMT`, the form of RFC 9110, section 5.6.7.
    static func text(_ moment: Timestamp) -> String {
        let civil = moment.day.civil
        let second = Int(moment.millisecondsIntoDay / Timestamp.millisecondsPerSecond)
        let clock = [second / 3600, second / 60 % 60, second % 60].map(twoDigits).joined(separator: ":")
        let weekday = moment.day.weekday.rawValue.prefix(1).uppercased() + moment.day.weekday.rawValue.dropFirst()
        return "\(weekday), \(twoDigits(civil.day)) \(months[civil.month - 1]) \(civil.year) \(clock) GMT"
    }

    private static let months = [
        "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
    ]

    private static func twoDigits(_ number: Int) -> String { number < 10 ? "0\(number)" : String(number) }
}
