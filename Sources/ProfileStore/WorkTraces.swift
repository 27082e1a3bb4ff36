import Synchronization

/// Where in a trace a caller is; what it is, only the tracer knows.
package struct TracePlace: Sendable {
    package let value: any Sendable

    package init(_ value: any Sendable) {
        self.value = value
    }
}

/// Work below requests that a trace tells of.
package struct TracedWork: Sendable {
    package let name: StaticString
    package let start: ContinuousClock.Instant
    package let end: ContinuousClock.Instant
    /// How many calls it was done for.
    package let calls: Int
    package let hasFailed: Bool

    fileprivate init(
        _ name: StaticString, from start: ContinuousClock.Instant, for calls: Int, hasFailed: Bool
    ) {
        (self.name, self.start, end) = (name, start, .now)
        (self.calls, self.hasFailed) = (calls, hasFailed)
    }
}

/// Whoever keeps traces.
package protocol WorkTracer: Sendable {
    /// Where the calling task is; nil outside of traces that are told of.
    func place() -> TracePlace?
    /// Takes in what was done for callers at these places.
    func tell(_ work: TracedWork, at places: [TracePlace])
}

/// What a store and the service above it tell traces. Without a tracer that is one look at a reference.
package final class WorkTraces: Sendable {
    private final class Holder: Sendable {
        let tracer: any WorkTracer

        init(_ tracer: any WorkTracer) {
            self.tracer = tracer
        }
    }

    private let holder = AtomicLazyReference<Holder>()

    package init() {}

    /// The first one stays.
    package func begin(_ tracer: any WorkTracer) {
        _ = holder.storeIfNil(Holder(tracer))
    }

    /// Where the calling task is; nil where nobody traces.
    package var place: TracePlace? { holder.load()?.tracer.place() }

    /// Tells of what was done at once for several calls, from the places of those that are traced.
    package func tell(
        _ name: StaticString, since start: ContinuousClock.Instant, for calls: Int, hasFailed: Bool,
        at places: @autoclosure () -> [TracePlace]
    ) {
        guard let tracer = holder.load()?.tracer else { return }
        let places = places()
        guard !places.isEmpty else { return }
        tracer.tell(TracedWork(name, from: start, for: calls, hasFailed: hasFailed), at: places)
    }

    /// Does something for the calling task, and tells of it.
    package func telling<Value>(
        _ name: StaticString, _ work: () async throws(StoreError) -> Value
    ) async throws(StoreError) -> Value {
        guard let place else { return try await work() }
        let start = ContinuousClock.now
        do throws(StoreError) {
            let value = try await work()
            tell(name, since: start, for: 1, hasFailed: false, at: [place])
            return value
        } catch {
            tell(name, since: start, for: 1, hasFailed: true, at: [place])
            throw error
        }
    }
}

/// A store that tells traces of its commits, and through which others tell them of what they do with it.
package protocol TracedStore: Sendable {
    var traces: WorkTraces { get }
}
