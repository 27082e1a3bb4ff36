extension Timestamp {
    /// When a withdrawn fact is stored to have happened: before everything that may be stated.
    package static let withdrawn = Timestamp(milliseconds: -9_000_000_000_000_000_000)
}
