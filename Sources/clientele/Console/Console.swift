import Foundation

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
