import HTTPTypes
import Synchronization

/// The series the HTTP layer writes, looked up once and then kept.
final class ServerMetrics: Sendable {
    private struct Request: Hashable {
        let route: String
        let method: String
        let status: Int
    }

    private struct Record: Hashable {
        let kind: String
        let verdict: String
    }

    let inFlight: MetricSeries
    let streams: MetricSeries
    private let registry: MetricsRegistry
    private let requests = Mutex<[Request: MetricSeries]>([:])
    private let records = Mutex<[Record: MetricSeries]>([:])

    init(_ registry: MetricsRegistry) {
        self.registry = registry
        inFlight = registry.series(.requestsInFlight)
        streams = registry.series(.ingestStreams)
    }

    /// How long requests took. `route` is a template or nil when there is none, so that labels stay few and free of
    /// personal data.
    func durations(_ method: HTTPRequest.Method, _ route: String?, _ status: Int) -> MetricSeries {
        let key = Request(route: route ?? "", method: Self.name(method), status: status)
        return requests.withLock { requests in
            if let series = requests[key] { return series }
            let series = registry.series(
                .requestDuration,
                [("http_route", key.route), ("method", key.method), ("status", String(key.status))])
            requests[key] = series
            return series
        }
    }

    func count(_ count: Int = 1, kind: String, verdict: String) {
        let key = Record(kind: kind, verdict: verdict)
        let series = records.withLock { records in
            if let series = records[key] { return series }
            let series = registry.series(.ingestedRecords, [("kind", kind), ("verdict", verdict)])
            records[key] = series
            return series
        }
        series.increment(by: Int64(count))
    }

    /// Methods nobody defined count as one.
    static func name(_ method: HTTPRequest.Method) -> String {
        switch method {
        case .get, .head, .put, .post, .delete, .options, .patch: method.rawValue
        default: "_OTHER"
        }
    }
}
