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
        show(count, of: total, end: Console.isWatched ? "" : "\n")
    }

    func finish(at count: Int) {
        show(count, of: nil, end: "\n")
    }

    private func show(_ count: Int, of total: Int?, end: String) {
        let seconds = max(0.001, (ContinuousClock.now - begun) / .seconds(1))
        let share = total.map { " of \($0) (\(count * 100 / max(1, $0)) %)" } ?? ""
        let text = "\(label): \(count)\(share) \(unit), \(Int(Double(count) / seconds))/s"
        Console.write((Console.isWatched ? "\r\u{1B}[K" : "") + text + end, to: .standardError)
    }
}
