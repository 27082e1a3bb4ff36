import CoreMetrics
import ProfileStore
import Synchronization

/// One time series of any kind: a value, and for histograms the count of observations per bucket.
final class MetricSeries: Sendable, CounterHandler, FloatingPointCounterHandler, MeterHandler, RecorderHandler,
    TimerHandler
{
    /// Upper bounds in seconds.
    static let bounds = DurationSpread.bounds

    struct State {
        var value = 0.0
        var count = 0
        var buckets = [Int](repeating: 0, count: MetricSeries.bounds.count)
    }

    private let kind: MetricFamily.Kind
    private let state = Mutex(State())

    init(_ kind: MetricFamily.Kind) {
        self.kind = kind
    }

    var snapshot: State { state.withLock { $0 } }

    func add(_ amount: Double) { increment(by: amount) }
    func increment(by amount: Int64) { increment(by: Double(amount)) }
    func increment(by amount: Double) { state.withLock { $0.value += amount } }
    func decrement(by amount: Double) { increment(by: -amount) }
    func reset() { state.withLock { $0 = State() } }
    func set(_ value: Int64) { set(Double(value)) }
    func set(_ value: Double) { state.withLock { $0.value = value } }
    func record(_ value: Int64) { record(Double(value)) }
    func recordNanoseconds(_ duration: Int64) { record(Double(duration) / 1_000_000_000) }

    func record(_ value: Double) {
        guard kind == .histogram else { return set(value) }
        state.withLock { state in
            state.value += value
            state.count += 1
            if let place = Self.bounds.firstIndex(where: { value <= $0 }) { state.buckets[place] += 1 }
        }
    }
}

extension MetricSeries.State {
    init(_ value: Measure.Value) {
        switch value {
        case .total(let number), .level(let number): self.value = Double(number)
        case .durations(let spread):
            self.value = spread.sum
            count = spread.count
            buckets = spread.counts
        }
    }
}
