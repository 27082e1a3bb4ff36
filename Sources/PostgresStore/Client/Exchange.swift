/// Statements that go to the server together and whose answers come back together.
struct Exchange: Sendable {
    enum Outcome: Sendable {
        /// One for each call.
        case answered([Rows])
        case failed(PostgresFailure)
    }

    let calls: [Call]
    let deadline: ContinuousClock.Instant
    /// Called exactly once.
    let tell: @Sendable (Outcome) -> Void
}
