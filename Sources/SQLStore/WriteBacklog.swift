package import ProfileStore

/// A caller's wish to write that waits for its turn.
package protocol WaitingCall: Sendable {
    /// How many things it loads and saves, roughly.
    var weight: Int { get }
    /// Whether a caller waits for it that a load should not hold up.
    var isAwaited: Bool { get }
}

/// What a queue of writers knows: which calls wait, and what became of those before them.
package struct WriteBacklog<Call: WaitingCall>: Sendable {
    package typealias Group = WriteLanes<Call>.Group

    private var waiting: WriteLanes<Call>
    private var mix = LoadMix()
    private var lastWrite = LastWrite()
    private var counts = WriteMetrics()
    private var whenDone: [@Sendable () -> Void] = []
    package private(set) var isClosed = false

    package init(_ lanes: WriteLanes<Call>) {
        waiting = lanes
    }

    package var isEmpty: Bool { waiting.isEmpty }
    package var count: Int { waiting.count }
    package var metrics: [Metric] { counts.metrics(waiting: waiting.count) }

    /// Whether single writes come, which should not wait for long.
    package var hasSingleWrites: Bool { mix.hasSingleWrites(at: .now) }
    /// Whether loads come as well.
    package var isMixed: Bool { mix.isMixed(at: .now) }
    /// Whether writes went well lately.
    package var isKnownToWork: Bool { !isClosed && lastWrite.isGood(at: .now) }

    /// False when it is closed, or too many wait already.
    package mutating func add(_ call: Call) -> Bool {
        !isClosed && waiting.add(call, weight: call.weight)
    }

    /// Calls that were taken and could not be carried out yet.
    package mutating func putBack(_ calls: [Call]) {
        waiting.putBack(calls.map { ($0, $0.weight) })
    }

    /// What goes next; nil when nothing waits, or only large calls while those are to wait.
    package mutating func takeGroup(allowingLarge: Bool = true) -> Group? {
        guard let group = waiting.takeGroup(allowingLarge: allowingLarge) else { return nil }
        if group.isLarge || group.calls.contains(where: \.isAwaited) { mix.note(isLarge: group.isLarge, at: .now) }
        return group
    }

    /// Single writes come, of which the queue sees nothing.
    package mutating func noteSingleWrites() {
        mix.note(isLarge: false, at: .now)
    }

    /// Counts calls that were carried out together, before they are answered: a caller may look at once.
    package mutating func count(_ calls: Int, took duration: Duration) {
        counts.add(calls: calls, took: duration)
    }

    /// Takes in how a write went.
    package mutating func note(_ error: StoreError?) {
        lastWrite.note(error, at: .now)
    }

    /// Takes no more calls. True when nothing runs: then the caller is done at once. Otherwise `whenDone` is kept for
    /// `takeWaitingForEnd`.
    package mutating func close(whileRunning isRunning: Bool, whenDone: @escaping @Sendable () -> Void) -> Bool {
        isClosed = true
        if isRunning { self.whenDone.append(whenDone) }
        return !isRunning
    }

    /// The callbacks of those that wait until nothing runs any more.
    package mutating func takeWaitingForEnd() -> [@Sendable () -> Void] {
        defer { whenDone = [] }
        return whenDone
    }
}

/// Whether loads and single writes came at the same time in the last few seconds.
///
/// A load alone is quickest in large steps; while single writes come too, its steps are short.
struct LoadMix {
    private static let memory = Duration.seconds(2)

    private var lastSmall: ContinuousClock.Instant?
    private var lastLarge: ContinuousClock.Instant?

    init() {}

    mutating func note(isLarge: Bool, at now: ContinuousClock.Instant) {
        if isLarge { lastLarge = now } else { lastSmall = now }
    }

    func hasSingleWrites(at now: ContinuousClock.Instant) -> Bool { Self.isRecent(lastSmall, at: now) }

    func isMixed(at now: ContinuousClock.Instant) -> Bool {
        Self.isRecent(lastSmall, at: now) && Self.isRecent(lastLarge, at: now)
    }

    private static func isRecent(_ moment: ContinuousClock.Instant?, at now: ContinuousClock.Instant) -> Bool {
        moment.map { $0.duration(to: now) < memory } ?? false
    }
}

/// What the writes of the last few seconds tell about a store.
struct LastWrite {
    private static let memory = Duration.seconds(5)

    /// When a write last went well, unless one failed since.
    private var lastSuccess: ContinuousClock.Instant?

    init() {}

    /// Takes in how a write went. One that only concerned itself tells nothing.
    mutating func note(_ error: StoreError?, at now: ContinuousClock.Instant) {
        switch error {
        case nil: lastSuccess = now
        case .unavailable, .cannotWrite, .diskFailed: lastSuccess = nil
        case .unreadable, .failed: break
        }
    }

    /// Whether a write went well lately, and none failed since.
    func isGood(at now: ContinuousClock.Instant) -> Bool {
        lastSuccess.map { $0.duration(to: now) < Self.memory } ?? false
    }
}

/// How calls that write are carried out in groups.
struct WriteMetrics {
    private var calls = 0
    private var groups = Histogram()

    init() {}

    /// Counts a group of calls that were carried out together.
    mutating func add(calls: Int, took duration: Duration) {
        self.calls += calls
        groups.add(duration)
    }

    /// With the number of calls that wait for their turn.
    func metrics(waiting: Int) -> [Metric] {
        [
            Metric("store_writes_waiting", .gauge(waiting), help: "Calls that wait to be written."),
            Metric("store_writes", .counter(calls), help: "Calls that were written, or refused by the store."),
            Metric(
                "store_write_group_seconds", .histogram(groups),
                help: "Time to carry out calls that were written together, made durable."),
        ]
    }
}
