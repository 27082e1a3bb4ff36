/// When what is in the write-ahead log is copied into the file.
///
/// Several large transactions share one copy, which then writes each page once. While single writes come too, copies
/// are small, since a write may have to wait for one.
struct CheckpointPlan {
    /// In pages of 4 KiB: 192 MiB.
    static let longLog = 49_152
    /// 16 MiB.
    static let shortLog = 4_096

    /// How long the log has to be for another try after one that a reader held up.
    private var nextTry = 0
    private var lastLength = 0

    mutating func isDue(length: Int, singleWritesCome: Bool) -> Bool {
        // A log that got shorter began again.
        if length < lastLength { nextTry = 0 }
        lastLength = length
        return length >= max(singleWritesCome ? Self.shortLog : Self.longLog, nextTry)
    }

    /// Everything was copied, or only what no reader needs any more: then a further try is worth it once more has come.
    mutating func note(isComplete: Bool) {
        nextTry = isComplete ? 0 : lastLength + Self.shortLog
    }
}
