/// When a customer says they like to be reached, in their local time.
package struct PreferredTime: Hashable, Sendable {
    /// Monday first, without repetitions, never empty.
    package let days: [Weekday]
    /// Minutes after local midnight, `from` before `to`; `to` may be 1440.
    package let fromMinute: Int
    package let toMinute: Int

    package init(days: [Weekday], fromMinute: Int, toMinute: Int) {
        self.days = days
        self.fromMinute = fromMinute
        self.toMinute = toMinute
    }
}
