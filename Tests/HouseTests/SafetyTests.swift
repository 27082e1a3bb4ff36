import Testing

@Suite("Nothing traps or hides on the quiet")
struct SafetyTests {
    private let files = SourceTree.project.swiftFiles

    @Test("No forced try")
    func forcedTry() {
        let offences = files.flatMap { $0.offences(#/\btry!/#, having: ["try!"], "handle the error") }
        #expect(offences.isEmpty, "\(offences.report)")
    }

    @Test("No forced cast")
    func forcedCast() {
        let offences = files.flatMap { $0.offences(#/\bas!/#, having: ["as!"], "cast with as? and say what else") }
        #expect(offences.isEmpty, "\(offences.report)")
    }

    @Test("No trap without the proof above it that it cannot happen")
    func traps() {
        let trap = #/\b(?:fatalError|preconditionFailure)\(/#
        let offences = files.flatMap { file in
            file.offences(
                trap, having: ["fatalError", "preconditionFailure"],
                "prove in a comment above why this cannot happen", excusedBy: file.isExplained)
        }
        #expect(offences.isEmpty, "\(offences.report)")
    }

    @Test("Nothing is declared safe to share without the proof above it")
    func uncheckedSendable() {
        let claim = #/@unchecked\s+Sendable|nonisolated\(unsafe\)/#
        let offences = files.flatMap { file in
            file.offences(
                claim, having: ["@unchecked", "nonisolated"], "prove in a comment above why this is safe",
                excusedBy: file.isExplained)
        }
        #expect(offences.isEmpty, "\(offences.report)")
    }

    @Test("Only the command line prints")
    func printing() {
        let printing = #/(?:^|[^.\w])(?:print|debugPrint|dump)\(/#
        let offences = files.filter { $0.target != "clientele" }
            .flatMap {
                $0.offences(
                    printing, having: ["print(", "debugPrint(", "dump("],
                    "return a value or log it; only the command line prints")
            }
        #expect(offences.isEmpty, "\(offences.report)")
    }

    @Test("Nothing is public: there is no library to keep stable")
    func noPublic() {
        let offences = files.flatMap { $0.offences(#/\bpublic\b/#, having: ["public"], "say package") }
        #expect(offences.isEmpty, "\(offences.report)")
    }
}
