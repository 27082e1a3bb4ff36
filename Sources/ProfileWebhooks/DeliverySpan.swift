import Instrumentation
import ProfileCore
import ProfileStore
import Telemetry
import Tracing

/// The span of one attempt to deliver a message: its kind, the endpoint and the outcome. It holds neither the person
/// nor the address, which may carry a token.
struct DeliverySpan: Sendable {
    private let span: RecordedSpan
    /// The lines of HTTP by which the receiver continues the trace.
    let lines: [String]

    /// Continues the trace of the request that asked for the message, if there is one.
    init(_ recorder: SpanRecorder, of type: String, to webhook: Webhook, after attempts: Int) {
        span = recorder.startSpan("webhook \(type)", context: .current ?? .topLevel, ofKind: .client)
        var lines: [String] = []
        recorder.inject(span.context, into: &lines, using: HeaderLines())
        self.lines = lines
        guard span.isRecording else { return }
        span.updateAttributes { attributes in
            attributes["http.request.method"] = "POST"
            attributes["clientele.webhook.id"] = webhook.id
            if attempts > 0 { attributes["http.request.resend_count"] = attempts }
        }
    }

    func end(_ answer: DeliveryAnswer) {
        guard span.isRecording else { return }
        switch answer {
        case .status(let status, _): span.updateAttributes { $0["http.response.status_code"] = status }
        case .failed(let failure): span.updateAttributes { $0["error.type"] = failure.rawValue }
        }
        if DeliveryVerdict(answer) != .delivered { span.setStatus(SpanStatus(code: .error)) }
        span.end()
    }
}

private struct HeaderLines: Injector {
    func inject(_ value: String, forKey key: String, into lines: inout [String]) {
        lines.append("\(key): \(value)")
    }
}
