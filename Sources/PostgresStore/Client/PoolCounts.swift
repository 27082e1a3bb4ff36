/// What a pool is doing, for metrics.
package struct PoolCounts: Hashable, Sendable {
    /// Connections that are open or being opened.
    package var open = 0
    package var idle = 0
    /// Callers that wait for a connection.
    package var waiting = 0
    /// Callers that waited in vain, since the start.
    package var timeouts = 0
    /// Connections that were lost or could not be opened, since the start.
    package var losses = 0
}
