import HTTPTypes
import ProfileStore
import Synchronization

/// What the HTTP layer counts about its own doings. Labels take their values from the code alone, so that series are
/// few and hold no personal data.
final class ServerMetrics: Sendable {
    private struct Request: Hashable, Comparable {
        let route: String
        let method: String
        let status: Int

        var labels: [(String, String)] { [("http_route", route), ("method", method), ("status", String(status))] }

        static func < (one: Request, other: Request) -> Bool {
            (one.route, one.method, one.status) < (other.route, other.method, other.status)
        }
    }

    private struct Record: Hashable {
        let kind: String
        let verdict: String
    }

    private let active = Atomic(0)
    private let streams = Atomic(0)
    private let requests = Mutex<[Request: RequestDurations]>([:])
    private let records = Mutex<[Record: Int]>([:])

    func requestBegan() { active.wrappingAdd(1, ordering: .relaxed) }
    func requestEnded() { active.wrappingSubtract(1, ordering: .relaxed) }
    func streamBegan() { streams.wrappingAdd(1, ordering: .relaxed) }
    func streamEnded() { streams.wrappingSubtract(1, ordering: .relaxed) }

    /// How long such requests took. `route` is a template, or nil when there is none.
    func durations(_ method: HTTPRequest.Method, _ route: String?, _ status: Int) -> RequestDurations {
        let request = Request(route: route ?? "", method: Self.name(method), status: status)
        return requests.withLock { requests in
            if let durations = requests[request] { return durations }
            let durations = RequestDurations()
            requests[request] = durations
            return durations
        }
    }

    func count(_ count: Int = 1, kind: String, verdict: String) {
        records.withLock { $0[Record(kind: kind, verdict: verdict), default: 0] += count }
    }

    /// Methods nobody defined count as one.
    static func name(_ method: HTTPRequest.Method) -> String {
        switch method {
        case .get, .head, .put, .post, .delete, .options, .patch: method.rawValue
        default: "_OTHER"
        }
    }

    func write(to text: inout PrometheusText) {
        text.begin("http_server_request_duration_seconds", .histogram, "Time from request head to answer, by route.")
        for (request, durations) in requests.withLock({ $0 }).sorted(by: { $0.key < $1.key }) {
            text.histogram(request.labels, durations.spread)
        }
        text.append("http_server_active_requests", .gauge, "Requests that are being answered.", active.now)
        text.append("clientele_ingest_streams", .gauge, "Streams of records that are open.", streams.now)
        let counted = records.withLock { $0 }
        guard !counted.isEmpty else { return }
        text.begin("clientele_ingest_records_total", .counter, "Records received, by kind and verdict.")
        for (record, count) in counted.sorted(by: { ($0.key.kind, $0.key.verdict) < ($1.key.kind, $1.key.verdict) }) {
            text.sample([("kind", record.kind), ("verdict", record.verdict)], Double(count))
        }
    }
}

/// How long requests of one kind took.
final class RequestDurations: Sendable {
    private let state = Mutex(Histogram())

    var spread: Histogram { state.withLock { $0 } }

    func add(nanoseconds: Int64) {
        state.withLock { $0.add(seconds: Double(nanoseconds) / 1_000_000_000) }
    }
}

extension Atomic<Int> {
    fileprivate var now: Double { Double(load(ordering: .relaxed)) }
}
