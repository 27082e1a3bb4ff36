import Foundation

/// The two ways out: results go to standard output, everything said to a person to standard error.
enum Console {
    static func show(_ text: String) {
        write(text + "\n", to: .standardOutput)
    }

    static func show(_ bytes: [UInt8]) {
        FileHandle.standardOutput.write(Data(bytes))
        FileHandle.standardOutput.write(Data("\n".utf8))
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
        handle.write(Data(text.utf8))
    }
}
