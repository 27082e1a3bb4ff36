import Foundation
import Synchronization

/// Hears of Ctrl-C, so that what was begun is brought to an end; a second one ends the process at once.
enum Interruption {
    private static let wanted = Atomic(false)

    static func listen() {
        // Before the handler needs it: making it there would not be safe.
        wanted.store(false, ordering: .relaxed)
        // A server that hangs up is an error like others, not the end.
        signal(SIGPIPE, SIG_IGN)
        for number in [SIGINT, SIGTERM] {
            signal(number) { _ in
                if Interruption.wanted.exchange(true, ordering: .relaxed) { _exit(1) }
            }
        }
    }

    static var isWanted: Bool { wanted.load(ordering: .relaxed) }

    /// - Throws: when somebody wants it to end.
    static func check() throws(ImportFailure) {
        if isWanted { throw ImportFailure("stopped; what was taken is stored, and running it again takes the rest") }
    }
}
