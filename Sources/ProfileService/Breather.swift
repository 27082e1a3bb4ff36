/// Lets others have their turn in the middle of long work.
///
/// All requests share a few threads. Whoever computes for longer than a moment asks here now and then, or else
/// everybody else waits until it is done.
package struct Breather {
    private static let stretch = Duration.milliseconds(1)

    private var since = ContinuousClock.now

    package init() {}

    /// Costs next to nothing until a stretch of work is done.
    package mutating func pause() async {
        guard since.duration(to: .now) >= Self.stretch else { return }
        await Task.yield()
        since = .now
    }
}
