import Instrumentation
package import ProfileStore
package import Telemetry
import Tracing

/// Spans of what goes on below requests: transactions that several of them share, and reads of what memory does not
/// hold. One that was for several callers belongs to the trace of one, and is linked to the others.
package struct WorkSpans: WorkTracer {
    private let recorder: SpanRecorder

    package init(_ recorder: SpanRecorder) {
        self.recorder = recorder
    }

    package func place() -> TracePlace? {
        guard let context = InstrumentationContext.current, context.traceParent?.isSampled == true else { return nil }
        return TracePlace(context)
    }

    package func record(_ work: TracedWork, at places: [TracePlace]) {
        let contexts = places.compactMap { $0.value as? InstrumentationContext }
        guard let first = contexts.first else { return }
        let now = ContinuousClock.now
        let span = recorder.startSpan(
            "\(work.name)", context: first, ofKind: .internal,
            at: DefaultTracerClock.Timestamp.before(work.start.duration(to: now)))
        span.updateAttributes { $0["clientele.calls"] = work.calls }
        for other in contexts.dropFirst() { span.addLink(SpanLink(context: other, attributes: [:])) }
        if work.hasFailed { span.setStatus(SpanStatus(code: .error)) }
        span.end(at: DefaultTracerClock.Timestamp.before(work.end.duration(to: now)))
    }
}
