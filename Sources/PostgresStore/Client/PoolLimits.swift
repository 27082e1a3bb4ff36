/// How much a pool may open, and how long it waits.
package struct PoolLimits: Sendable {
    /// Connections open at a time.
    package var size = 16
    /// Callers that wait for one at a time; more are turned away at once.
    package var greatestWait = 10_000
    /// How long a caller waits for a connection.
    package var patience: Duration = .seconds(5)
    /// How long the server may take to answer what was sent together.
    package var answerPatience: Duration = .seconds(60)
    /// A connection that was not used for so long is asked for a sign of life first.
    package var idleBeforeCheck: Duration = .seconds(15)

    package init() {}
}
