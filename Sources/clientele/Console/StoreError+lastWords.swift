import ProfileStore

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
