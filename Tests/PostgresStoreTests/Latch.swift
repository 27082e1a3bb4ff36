/// Keeps those who wait until it is opened, once and for good.
struct Latch: Sendable {
    private let stream: AsyncStream<Never>
    private let end: AsyncStream<Never>.Continuation

    init() {
        (stream, end) = AsyncStream.makeStream()
    }

    func wait() async {
        for await _ in stream {}
    }

    func open() {
        end.finish()
    }
}
