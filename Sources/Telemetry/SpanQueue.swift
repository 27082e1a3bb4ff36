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
    /// How many are sent at a time. As soon as so many wait, whoever exports is woken.
    static let batch = 512

    private let state = Mutex(State())
    /// Signs that there is something to export. One at most is kept.
    let wakes: AsyncStream<Void>
    private let waker: AsyncStream<Void>.Continuation

    package init() {
        (wakes, waker) = AsyncStream.makeStream(bufferingPolicy: .bufferingNewest(1))
    }

    package var tally: Tally { state.withLock(\.tally) }

    func add(_ span: EndedSpan) {
        let count = state.withLock { state in
            if state.spans.count < Self.most { state.spans.append(span) } else { state.tally.dropped += 1 }
            return state.spans.count
        }
        if count == Self.batch { wake() }
    }

    func wake() { waker.yield() }

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
