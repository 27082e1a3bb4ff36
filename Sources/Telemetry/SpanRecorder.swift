package import Instrumentation
import Synchronization
package import Tracing

/// Records spans and hands those that ended to whoever exports them.
package final class SpanRecorder: Tracer, Sendable {
    package let queue: SpanQueue
    private let sampler: Sampler

    package init(_ sampler: Sampler, queue: SpanQueue) {
        (self.sampler, self.queue) = (sampler, queue)
    }

    package func startSpan<Instant: TracerInstant>(
        _ operationName: String, context: @autoclosure () -> InstrumentationContext, ofKind kind: SpanKind,
        at instant: @autoclosure () -> Instant, function: String, file fileID: String, line: UInt
    ) -> RecordedSpan {
        var context = context()
        let parent = context.traceParent
        let trace = parent?.trace ?? .random()
        let own = TraceParent(
            trace: trace, span: .random(), isSampled: sampler.samples(trace, parent), state: parent?.state ?? "")
        context.traceParent = own
        return RecordedSpan(
            operationName, kind, context, own, parent: parent?.span, begin: instant().nanosecondsSinceEpoch,
            queue: own.isSampled ? queue : nil)
    }

    package func extract<Carrier, Extract: Extractor>(
        _ carrier: Carrier, into context: inout InstrumentationContext, using extractor: Extract
    ) where Extract.Carrier == Carrier {
        guard let parent = extractor.extract(key: TraceField.parent, from: carrier) else { return }
        context.traceParent = TraceParent(parent, state: extractor.extract(key: TraceField.state, from: carrier))
    }

    package func inject<Carrier, Inject: Injector>(
        _ context: InstrumentationContext, into carrier: inout Carrier, using injector: Inject
    ) where Inject.Carrier == Carrier {
        guard let parent = context.traceParent else { return }
        injector.inject(parent.text, forKey: TraceField.parent, into: &carrier)
        if !parent.state.isEmpty { injector.inject(parent.state, forKey: TraceField.state, into: &carrier) }
    }

    package func forceFlush() {}
}

extension TraceParent {
    /// What whoever asks others on the way tells them, as header fields: `traceparent`, and `tracestate` unless that is
    /// empty. Nil where nobody traces.
    package static var current: TraceParent? { InstrumentationContext.current?.traceParent }
}

/// The names of the header fields of W3C Trace Context.
package enum TraceField {
    package static let parent = "traceparent"
    package static let state = "tracestate"
}

extension InstrumentationContext {
    private enum Key: InstrumentationContextKey {
        typealias Value = TraceParent
    }

    /// The span that is at work, or the one elsewhere that led here.
    package var traceParent: TraceParent? {
        get { self[Key.self] }
        set { self[Key.self] = newValue }
    }
}

/// Something that takes time, and what is known of it. Nothing of it is kept unless its trace is told of.
package final class RecordedSpan: Tracing.Span {
    private struct State {
        var name: String
        var attributes = SpanAttributes()
        var status: SpanStatus?
        var links: [TraceParent] = []
        var hasEnded = false
    }

    private static let mostLinks = 8

    package let context: InstrumentationContext
    private let own: TraceParent
    private let kind: SpanKind
    private let parent: SpanID?
    private let begin: UInt64
    private let queue: SpanQueue?
    private let state: Mutex<State>

    fileprivate init(
        _ name: String, _ kind: SpanKind, _ context: InstrumentationContext, _ own: TraceParent, parent: SpanID?,
        begin: UInt64, queue: SpanQueue?
    ) {
        (self.kind, self.context, self.own, self.parent) = (kind, context, own, parent)
        (self.begin, self.queue) = (begin, queue)
        state = Mutex(State(name: name))
    }

    package var isRecording: Bool { queue != nil && !state.withLock(\.hasEnded) }

    package var operationName: String {
        get { state.withLock(\.name) }
        set { state.withLock { $0.name = newValue } }
    }

    package var attributes: SpanAttributes {
        get { state.withLock(\.attributes) }
        set { state.withLock { $0.attributes = newValue } }
    }

    package func setStatus(_ status: SpanStatus) { state.withLock { $0.status = status } }

    /// What events say is not for everybody who may read traces.
    package func addEvent(_ event: SpanEvent) {}

    /// Keeps the type alone: what an error says may be personal.
    package func recordError<Instant: TracerInstant>(
        _ error: any Error, attributes: SpanAttributes, at instant: @autoclosure () -> Instant
    ) {
        state.withLock { state in
            state.attributes["error.type"] = "\(type(of: error))"
            state.status = SpanStatus(code: .error)
        }
    }

    package func addLink(_ link: SpanLink) {
        guard let other = link.context.traceParent else { return }
        state.withLock { if $0.links.count < Self.mostLinks { $0.links.append(other) } }
    }

    package func end<Instant: TracerInstant>(at instant: @autoclosure () -> Instant) {
        guard let queue else { return }
        let end = instant().nanosecondsSinceEpoch
        let ended = state.withLock { state -> EndedSpan? in
            guard !state.hasEnded else { return nil }
            state.hasEnded = true
            return EndedSpan(
                own: own, parent: parent, name: state.name, kind: kind, begin: begin, end: max(begin, end),
                attributes: state.attributes, isError: state.status?.code == .error, links: state.links)
        }
        if let ended { queue.add(ended) }
    }
}
