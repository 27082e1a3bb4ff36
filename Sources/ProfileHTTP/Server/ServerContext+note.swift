import HTTPTypes
import ProfileStore

extension ServerContext {
    /// Counts and logs a request that was answered.
    func note(
        _ method: HTTPRequest.Method, _ route: String?, _ status: Int, _ caller: APIKey?,
        since start: ContinuousClock.Instant
    ) {
        note(method, route, status, caller, since: start, in: metrics.durations(method, route, status))
    }

    /// `durations` is the series that counts such requests.
    func note(
        _ method: HTTPRequest.Method, _ route: String?, _ status: Int, _ caller: APIKey?,
        since start: ContinuousClock.Instant, in durations: MetricSeries
    ) {
        let elapsed = (ContinuousClock.now - start).components
        let nanoseconds = elapsed.seconds * 1_000_000_000 + elapsed.attoseconds / 1_000_000_000
        durations.recordNanoseconds(nanoseconds)
        requests.add(
            ServerMetrics.name(method), route ?? "", status, microseconds: Int(nanoseconds / 1000),
            key: caller?.name ?? "")
    }
}
