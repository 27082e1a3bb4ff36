import Foundation
import ProfileStore

/// The two ways out: results go to standard output, everything said to a person to standard error.
///
/// A result that cannot be written ends the process with exit code 1: a script must not take half of it for all.
enum Console {
    static func show(_ text: String) {
        deliver(Data((text + "\n").utf8))
    }

    static func show(_ bytes: [UInt8]) {
        deliver(Data(bytes + [0x0A]))
    }

    private static func deliver(_ result: Data) {
        do {
            try FileHandle.standardOutput.write(contentsOf: result)
        } catch {
            complain("standard output cannot be written to")
            exit(1)
        }
    }

    static func say(_ text: String) {
        clearLine()
        write(text + "\n", to: .standardError)
    }

    static func complain(_ text: String) {
        say("clientele: \(text)")
    }

    /// A line that renews itself in place, cut off where the terminal ends: a wrapped line would not go away again.
    static func renewLine(_ text: String) {
        clearLine()
        write("\u{1B}[?7l\(text)\u{1B}[?7h", to: .standardError)
    }

    /// Takes away what `renewLine` left.
    static func clearLine() {
        if isWatched { write("\r\u{1B}[K", to: .standardError) }
    }

    /// Whether a person watches standard error.
    static var isWatched: Bool { isatty(STDERR_FILENO) == 1 }

    static func write(_ text: String, to handle: FileHandle) {
        // Nobody can be told that nobody can be told.
        try? handle.write(contentsOf: Data(text.utf8))
    }
}

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

/// What is left to say when the disk failed: the process ends at once, whatever it was doing. To go on, or only to stop
/// in good order, would write more after what the disk lost.
extension StoreError {
    /// `EX_IOERR` of sysexits(3).
    static let exitCode: Int32 = 74

    var lastWords: String {
        let detail = if case .diskFailed(let detail) = self { detail } else { "\(self)" }
        return """
            the disk does not keep what is written (\(detail)): stopped at once, so that nothing acknowledged is lost; \
            see to the disk and start again
            """
    }
}
