import Foundation

/// How far an import is: a bar with rate and time left on a terminal, now and then a plain line elsewhere.
struct ImportProgress {
    private static let width = 24

    private let input: InputFile
    private let isQuiet: Bool
    private let begun = ContinuousClock.now
    private var lastShown = ContinuousClock.now

    init(_ input: InputFile, isQuiet: Bool) {
        self.input = input
        self.isQuiet = isQuiet
    }

    mutating func advance(_ summary: ImportSummary) {
        guard !isQuiet else { return }
        let pause: Duration = Console.isWatched ? .milliseconds(100) : .seconds(5)
        guard ContinuousClock.now - lastShown >= pause else { return }
        lastShown = .now
        Console.write(line(summary) + (Console.isWatched ? "" : "\n"), to: .standardError)
    }

    func finish(_ summary: ImportSummary) {
        guard !isQuiet, Console.isWatched else { return }
        Console.write("\r\u{1B}[K", to: .standardError)
    }

    private func line(_ summary: ImportSummary) -> String {
        let seconds = max(0.001, (ContinuousClock.now - begun) / .seconds(1))
        let rate = "\(Int(Double(summary.lines) / seconds)) lines/s"
        guard let size = input.size, size > 0 else { return start + "\(summary.lines) lines, \(rate)" }
        let share = min(1, Double(input.bytesRead) / Double(size))
        let left = share > 0 ? seconds / share - seconds : 0
        return start + bar(share) + "\(Int(share * 100)) %, \(summary.lines) lines, \(rate), \(clock(left)) left"
    }

    private var start: String {
        (Console.isWatched ? "\r\u{1B}[K" : "") + input.name + ": "
    }

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
