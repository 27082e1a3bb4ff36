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
        write(text + "\n", to: .standardError)
    }

    static func complain(_ text: String) {
        write("clientele: \(text)\n", to: .standardError)
    }

    /// Whether a person watches standard error.
    static var isWatched: Bool { isatty(STDERR_FILENO) == 1 }

    static func write(_ text: String, to handle: FileHandle) {
        handle.write(Data(text.utf8))
    }
}
