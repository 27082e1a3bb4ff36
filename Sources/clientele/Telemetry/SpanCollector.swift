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
        headers = settings.headers.map { "\($0.name): \($0.value)" }
    }

    func take(_ body: [UInt8]) async -> SpanExporter.Outcome {
        await withCheckedContinuation { continuation in
            Self.queue.async { continuation.resume(returning: post(body)) }
        }
    }

    private func post(_ body: [UInt8]) -> SpanExporter.Outcome {
        var (status, retryAfter) = (0, 0)
        let code = withLines(of: headers[...], []) { lines in
            lines.withUnsafeBufferPointer { lines in
                body.withUnsafeBufferPointer { body in
                    clientele_span_post(
                        address, lines.baseAddress, lines.count, body.baseAddress, body.count, Self.timeoutSeconds,
                        &status, &retryAfter)
                }
            }
        }
        guard code == 0 else { return .notNow(String(cString: clientele_http_reason(code)), retryAfter: nil) }
        switch status {
        case 200..<300: return .taken
        // Those that OTLP says to try again after.
        case 429, 502, 503, 504: return .notNow("it answered \(status)", retryAfter: retryAfter)
        default: return .refused("it answered \(status)")
        }
    }

    /// Lines as C has them, valid while `body` runs.
    private func withLines<Result>(
        of rest: ArraySlice<String>, _ lines: [UnsafePointer<CChar>?], _ body: ([UnsafePointer<CChar>?]) -> Result
    ) -> Result {
        guard let first = rest.first else { return body(lines) }
        return first.withCString { withLines(of: rest.dropFirst(), lines + [$0], body) }
    }
}
