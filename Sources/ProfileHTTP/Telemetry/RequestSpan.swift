import HTTPTypes
import Instrumentation
import NIOHTTP1
import ProfileStore
import ProfileWire
import Telemetry
import Tracing

/// What a trace tells of one request: the operation and the status, and nothing of whom it was about.
struct RequestSpan: Sendable {
    private let span: RecordedSpan

    var context: InstrumentationContext { span.context }

    /// Goes on with the trace of the caller, when it names one. `route` is a template, or nil when there is none.
    init(
        _ recorder: SpanRecorder, _ method: HTTPRequest.Method, _ route: String?, _ caller: CallerTrace,
        at start: DefaultTracerClock.Timestamp = DefaultTracerClock.now
    ) {
        var context = InstrumentationContext.topLevel
        recorder.extract(caller, into: &context, using: CallerTraceReader())
        let name = ServerMetrics.name(method)
        span = recorder.startSpan(
            route.map { "\(name) \($0)" } ?? name, context: context, ofKind: .server, at: start)
        guard span.isRecording else { return }
        span.updateAttributes { attributes in
            attributes["http.request.method"] = name
            attributes["http.route"] = route
        }
    }

    func end(_ status: Int) {
        guard span.isRecording else { return }
        span.updateAttributes { $0["http.response.status_code"] = status }
        // What the client did wrong is no error of the service.
        if status >= 500 { span.setStatus(SpanStatus(code: .error)) }
        span.end()
    }
}

/// What a caller says of the trace it is in.
struct CallerTrace: Sendable {
    let parent: String?
    let state: String?

    init(_ fields: HTTPFields) {
        // More than one parent names none.
        let parents = fields[values: Self.parentName]
        parent = parents.count == 1 ? parents[0] : nil
        state = fields[Self.stateName]
    }

    init(_ fields: HTTPHeaders) {
        let parents = fields[TraceField.parent]
        parent = parents.count == 1 ? parents[0] : nil
        state = parent == nil ? nil : fields[TraceField.state].joined(separator: ",")
    }

    /// As messages of assistants carry it along.
    init(meta: JSONValue?) {
        parent = meta?.member([TraceField.parent])?.text
        state = meta?.member([TraceField.state])?.text
    }

    private static let parentName = HTTPField.Name(TraceField.parent) ?? .server
    private static let stateName = HTTPField.Name(TraceField.state) ?? .server
}

private struct CallerTraceReader: Extractor {
    func extract(key: String, from trace: CallerTrace) -> String? {
        key == TraceField.parent ? trace.parent : trace.state.flatMap { $0.isEmpty ? nil : $0 }
    }
}

extension SpanRecorder? {
    /// Does what a tool is called for. Its span goes on with the trace that the message names, else with the request's.
    func telling<Answer>(
        ofTool name: String, _ meta: JSONValue?, _ call: () async throws -> Answer
    ) async throws -> Answer {
        guard let self else { return try await call() }
        let span = self.span(ofTool: name, meta)
        defer { span.end() }
        do {
            return try await InstrumentationContext.withValue(span.context) { try await call() }
        } catch {
            span.recordError(error)
            throw error
        }
    }
}

extension SpanRecorder {
    fileprivate func span(ofTool name: String, _ meta: JSONValue?) -> RecordedSpan {
        let request = InstrumentationContext.current ?? .topLevel
        var context = request
        extract(CallerTrace(meta: meta), into: &context, using: CallerTraceReader())
        let span = startSpan("tools/call \(name)", context: context, ofKind: .internal)
        span.updateAttributes { attributes in
            attributes["mcp.method.name"] = "tools/call"
            attributes["gen_ai.tool.name"] = name
        }
        if let one = request.traceParent, one.trace != span.context.traceParent?.trace {
            span.addLink(SpanLink(context: request, attributes: [:]))
        }
        return span
    }
}

extension DefaultTracerClock.Timestamp {
    /// So long ago.
    static func before(_ duration: Duration) -> Self {
        let (seconds, attoseconds) = duration.components
        let nanoseconds = UInt64(clamping: seconds * 1_000_000_000 + attoseconds / 1_000_000_000)
        let now = DefaultTracerClock.now.nanosecondsSinceEpoch
        return Self(nanosecondsSinceEpoch: now - min(now, nanoseconds))
    }
}

extension SpanQueue.Tally {
    var metrics: [Metric] {
        [
            Metric("trace_spans_exported", .counter(exported), help: "Spans that the collector took."),
            Metric(
                "trace_spans_dropped", .counter(dropped),
                help: "Spans that the collector never got, being away or too slow."),
        ]
    }
}
