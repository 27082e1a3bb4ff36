/// Something a part of the service counts or measures about its own doings, for those who watch over it. It holds no
/// personal data.
package struct Measure: Hashable, Sendable {
    package enum Value: Hashable, Sendable {
        /// Only ever grows, from the start of the process on.
        case total(Int)
        /// How it is at the moment.
        case level(Int)
        case durations(DurationSpread)
    }

    /// In snake case, the unit last; unlike any other measure's.
    package let name: String
    /// What it tells, in one sentence.
    package let help: String
    /// What the values differ in; nil when there is one value only.
    package let label: String?
    /// By the value of the label, of which there are few; empty text when there is no label.
    package let values: [String: Value]

    package init(_ name: String, _ value: Value, help: String) {
        self.name = name
        self.help = help
        label = nil
        values = ["": value]
    }

    package init(_ name: String, by label: String, _ values: [String: Value], help: String) {
        self.name = name
        self.help = help
        self.label = label
        self.values = values
    }
}
