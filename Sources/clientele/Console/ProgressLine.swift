import Foundation

/// How far long work is: a line that renews itself on a terminal, now and then a plain line elsewhere.
struct ProgressLine {
    private let label: String
    private let unit: String
    private let begun = ContinuousClock.now
    private var lastShown = ContinuousClock.now

    init(_ label: String, unit: String) {
        self.label = label
        self.unit = unit
    }

    mutating func advance(to count: Int, of total: Int? = nil) {
        let pause: Duration = Console.isWatched ? .milliseconds(100) : .seconds(5)
        guard ContinuousClock.now - lastShown >= pause else { return }
        lastShown = .now
        let text = text(count, of: total)
        if Console.isWatched { Console.renewLine(text) } else { Console.say(text) }
    }

    func finish(at count: Int) {
        Console.say(text(count, of: nil))
    }

    private func text(_ count: Int, of total: Int?) -> String {
        let seconds = max(0.001, (ContinuousClock.now - begun) / .seconds(1))
        let share = total.map { " of \($0) (\(count * 100 / max(1, $0)) %)" } ?? ""
        return "\(label): \(count)\(share) \(unit), \(Int(Double(count) / seconds))/s"
    }
}
