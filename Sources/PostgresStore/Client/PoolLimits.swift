/// How much a pool may open, and how long it waits.
package struct PoolLimits: Sendable {
    /// Connections open at a time.
    package var size = 16
    /// Callers that wait for one at a time; more are turned away at once.
    package var greatestWait = 10_000
    /// How long a caller waits for a connection.
    package var patience: Duration = .seconds(5)
    /// How long the server may take to answer what a writer sent together, or who reads page after page.
    package var answerPatience: Duration = .seconds(30)
    /// How long whoever reads for somebody who waits is kept waiting, for a connection and the answer together.
    package var readPatience: Duration = .milliseconds(2500)
    /// A connection that was not used for so long is asked for a sign of life first.
    package var idleBeforeCheck: Duration = .seconds(15)

    package init() {}
}
