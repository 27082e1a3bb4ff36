/// Whether loads and single writes come at the same time, as far as the last few seconds tell.
///
/// A load alone is quickest in large steps; while single writes come too, its steps are short.
package struct LoadMix: Sendable {
    private static let memory = Duration.seconds(2)

    private var lastSmall: ContinuousClock.Instant?
    private var lastLarge: ContinuousClock.Instant?

    package init() {}

    package mutating func note(isLarge: Bool, at now: ContinuousClock.Instant) {
        if isLarge { lastLarge = now } else { lastSmall = now }
    }

    package func hasSingleWrites(at now: ContinuousClock.Instant) -> Bool { Self.isRecent(lastSmall, at: now) }

    package func isMixed(at now: ContinuousClock.Instant) -> Bool {
        Self.isRecent(lastSmall, at: now) && Self.isRecent(lastLarge, at: now)
    }

    private static func isRecent(_ moment: ContinuousClock.Instant?, at now: ContinuousClock.Instant) -> Bool {
        moment.map { $0.duration(to: now) < memory } ?? false
    }
}
