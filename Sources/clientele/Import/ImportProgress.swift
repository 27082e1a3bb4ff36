import Foundation

/// How far an import is: a bar with rate and time left on a terminal, now and then a plain line elsewhere.
struct ImportProgress {
    private static let width = 24

    private let input: InputFile
    private let isQuiet: Bool
    private let begun = ContinuousClock.now
    private var lastShown = ContinuousClock.now
    /// Rows that were brought together and are now taken in; nil while the file is read.
    private var sorted: (taken: Int, total: Int, since: ContinuousClock.Instant)?

    init(_ input: InputFile, isQuiet: Bool) {
        self.input = input
        self.isQuiet = isQuiet
    }

    mutating func advance(_ summary: ImportSummary) {
        guard !isQuiet else { return }
        let pause: Duration = Console.isWatched ? .milliseconds(100) : .seconds(5)
        guard ContinuousClock.now - lastShown >= pause else { return }
        lastShown = .now
        if Console.isWatched { Console.renewLine(line(summary)) } else { Console.say(line(summary)) }
    }

    /// From reading the file to taking in what was brought together from it.
    mutating func beginSorted(rows: Int) {
        sorted = (0, rows, .now)
    }

    mutating func take(rows: Int) {
        sorted?.taken += rows
    }

    private func line(_ summary: ImportSummary) -> String {
        guard let sorted else {
            let share = input.size.map { $0 > 0 ? min(1, Double(input.bytesRead) / Double($0)) : 1 }
            return line("read", summary.lines, share, since: begun)
        }
        return line("taken in", sorted.taken, Double(sorted.taken) / Double(max(1, sorted.total)), since: sorted.since)
    }

    private func line(
        _ verb: String, _ count: Int, _ share: Double?, since: ContinuousClock.Instant
    ) -> String {
        let seconds = max(0.001, (ContinuousClock.now - since) / .seconds(1))
        let rate = "\(count) lines \(verb), \(Int(Double(count) / seconds)) lines/s"
        guard let share else { return start + rate }
        let left = share > 0 ? seconds / share - seconds : 0
        return start + bar(share) + "\(Int(share * 100)) %, \(rate), \(clock(left)) left"
    }

    private var start: String { input.name + ": " }

    private func bar(_ share: Double) -> String {
        guard Console.isWatched else { return "" }
        let full = Int(share * Double(Self.width))
        return "[" + String(repeating: "#", count: full) + String(repeating: ".", count: Self.width - full) + "] "
    }

    private func clock(_ seconds: Double) -> String {
        let whole = Int(seconds.rounded())
        return whole < 60 ? "\(whole) s" : "\(whole / 60) min \(whole % 60) s"
    }
}
