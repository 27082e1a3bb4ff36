import Synchronization
import Tracing

/// A span as it is exported.
package struct EndedSpan: Sendable {
    let own: TraceParent
    let parent: SpanID?
    let name: String
    let kind: SpanKind
    /// In nanoseconds since 1970.
    let begin: UInt64
    let end: UInt64
    let attributes: SpanAttributes
    let isError: Bool
    let links: [TraceParent]
}

/// Spans that ended and wait to be exported. What there is no room for is dropped and counted: a collector that is away
/// must not cost the service its memory.
package final class SpanQueue: Sendable {
    private struct State {
        var spans: [EndedSpan] = []
        var tally = Tally()
    }

    package struct Tally: Hashable, Sendable {
        package var exported = 0
        package var dropped = 0
    }

    package static let most = 2048

    private let state = Mutex(State())

    package init() {}

    package var tally: Tally { state.withLock(\.tally) }

    func add(_ span: EndedSpan) {
        state.withLock { state in
            if state.spans.count < Self.most { state.spans.append(span) } else { state.tally.dropped += 1 }
        }
    }

    /// All that wait.
    func take() -> [EndedSpan] {
        state.withLock { state in
            defer { state.spans = [] }
            return state.spans
        }
    }

    func noteExported(_ count: Int) { state.withLock { $0.tally.exported += count } }
    func noteDropped(_ count: Int) { state.withLock { $0.tally.dropped += count } }
}
