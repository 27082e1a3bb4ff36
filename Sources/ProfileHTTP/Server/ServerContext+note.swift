import HTTPTypes
import Logging
import ProfileStore

extension ServerContext {
    /// Counts and logs a request that was answered.
    func note(
        _ method: HTTPRequest.Method, _ route: String?, _ status: Int, _ caller: APIKey?,
        since start: ContinuousClock.Instant
    ) {
        let elapsed = (ContinuousClock.now - start).components
        let nanoseconds = elapsed.seconds * 1_000_000_000 + elapsed.attoseconds / 1_000_000_000
        metrics.answered(method, route: route, status: status, nanoseconds: nanoseconds)
        let note = RequestNote(
            method: ServerMetrics.name(method), route: route ?? "", status: status,
            microseconds: Int(nanoseconds / 1000), key: caller?.name ?? "")
        logger.log(
            level: ProbeEndpoints.paths.contains(note.route) ? .debug : .info, "request",
            metadata: ["request": .stringConvertible(note)])
    }
}
