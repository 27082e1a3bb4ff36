import ProfileStore

/// How far a copy is, first in copying and then in comparing.
struct CopyProgress {
    private let isQuiet: Bool
    private var line: ProgressLine?
    private var last: TransferProgress?

    init(isQuiet: Bool) {
        self.isQuiet = isQuiet
    }

    mutating func advance(_ progress: TransferProgress) {
        guard !isQuiet else { return }
        if last == nil, progress.isResumed { Console.say("Going on with the copy that was begun before.") }
        if last?.stage != progress.stage {
            finish()
            line = ProgressLine(progress.stage == .copying ? "Copying" : "Comparing", unit: "rows")
        }
        last = progress
        line?.advance(to: progress.rows, of: progress.total)
    }

    mutating func finish() {
        if let last { line?.finish(at: last.rows) }
        line = nil
    }
}
