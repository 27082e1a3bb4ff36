import CCurl
import Dispatch
import Telemetry

/// Where spans go.
struct SpanCollector: Sendable {
    private static let timeoutSeconds = 10
    /// A collector that is away blocks no thread that anybody else waits for.
    private static let queue = DispatchQueue(label: "spans")

    private let address: String
    private let headers: [String]

    init(_ settings: TelemetrySettings) {
        address = settings.address
        headers = ["Content-Type: application/json"] + settings.headers.map { "\($0.name): \($0.value)" }
    }

    func take(_ body: [UInt8]) async -> SpanExporter.Outcome {
        await withCheckedContinuation { continuation in
            Self.queue.async { continuation.resume(returning: post(body)) }
        }
    }

    private func post(_ body: [UInt8]) -> SpanExporter.Outcome {
        guard let http = clientele_http_make() else { return .notNow("there is no memory", retryAfter: nil) }
        defer { clientele_http_free(http) }
        let code = headers.withCLines { lines in
            body.withUnsafeBufferPointer { body in
                clientele_http_post(
                    http, address, lines.baseAddress, lines.count, body.baseAddress, body.count, Self.timeoutSeconds)
            }
        }
        guard code == 0 else { return .notNow(String(cString: clientele_http_reason(code)), retryAfter: nil) }
        let status = clientele_http_status(http)
        switch status {
        case 200..<300: return .taken
        // Those that OTLP says to try again after.
        case 429, 502, 503, 504:
            return .notNow("it answered \(status)", retryAfter: clientele_http_retry_after_seconds(http))
        default: return .refused("it answered \(status)")
        }
    }
}

extension [String] {
    /// Runs `body` with the texts as C has them, which are valid meanwhile.
    func withCLines<Result>(_ body: (UnsafeBufferPointer<UnsafePointer<CChar>?>) -> Result) -> Result {
        Self.adding(self[...], to: [], body)
    }

    private static func adding<Result>(
        _ rest: ArraySlice<String>, to lines: [UnsafePointer<CChar>?],
        _ body: (UnsafeBufferPointer<UnsafePointer<CChar>?>) -> Result
    ) -> Result {
        guard let first = rest.first else { return lines.withUnsafeBufferPointer(body) }
        return first.withCString { adding(rest.dropFirst(), to: lines + [$0], body) }
    }
}
