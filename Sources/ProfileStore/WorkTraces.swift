import Synchronization

/// The place of a caller in a trace; its meaning is the tracer's.
package struct TracePlace: Sendable {
    package let value: any Sendable

    package init(_ value: any Sendable) {
        self.value = value
    }
}

/// A piece of work below a request, as a trace shows it.
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

/// Records work in traces.
package protocol WorkTracer: Sendable {
    /// The place of the calling task; nil where nothing is recorded.
    func place() -> TracePlace?
    /// Records work that was done for callers at these places.
    func record(_ work: TracedWork, at places: [TracePlace])
}

/// Carries the work of a store, and of the service above it, to a tracer. Without one it costs an atomic load.
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

    /// The place of the calling task; nil without a tracer.
    package var place: TracePlace? { holder.load()?.tracer.place() }

    /// Records work that was done once for several calls, at the places of those that are traced.
    package func record(
        _ name: StaticString, since start: ContinuousClock.Instant, for calls: Int, hasFailed: Bool,
        at places: @autoclosure () -> [TracePlace]
    ) {
        guard let tracer = holder.load()?.tracer else { return }
        let places = places()
        guard !places.isEmpty else { return }
        tracer.record(TracedWork(name, from: start, for: calls, hasFailed: hasFailed), at: places)
    }

    /// Does work for the calling task and records it.
    package func recording<Value>(
        _ name: StaticString, _ work: () async throws(StoreError) -> Value
    ) async throws(StoreError) -> Value {
        guard let place else { return try await work() }
        let start = ContinuousClock.now
        do throws(StoreError) {
            let value = try await work()
            record(name, since: start, for: 1, hasFailed: false, at: [place])
            return value
        } catch {
            record(name, since: start, for: 1, hasFailed: true, at: [place])
            throw error
        }
    }
}

/// A store that traces its commits. The service traces its reads by the same traces.
package protocol TracedStore: Sendable {
    var traces: WorkTraces { get }
}
