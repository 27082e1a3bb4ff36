import ProfileStore
import Synchronization

/// Tells other nodes what this one committed: at once, and from then on what was committed meanwhile every 10 ms.
///
/// Within the writing transactions it would have each commit of every node wait for the one before, since the server
/// puts notifications in order. One that is lost is made up for by the pulse that every node asks for.
final class Relay: Sendable {
    private static let rest: Duration = .milliseconds(10)
    private static let patience: Duration = .milliseconds(500)

    private struct State {
        var untold: FeedPosition?
        var telling: Task<Void, Never>?
    }

    private let pool: Pool
    private let state = Mutex(State())

    init(_ pool: Pool) {
        self.pool = pool
    }

    /// The changes are durable.
    func tell(_ changes: [ProfileChange]) {
        guard !changes.isEmpty else { return }
        state.withLock { state in
            state.untold = state.untold ?? .start
            state.untold?.advance(to: changes)
            if state.telling == nil { state.telling = Task { [self] in await work() } }
        }
    }

    /// Waits until every earlier commit has been announced.
    func close() async {
        await state.withLock { $0.telling }?.value
    }

    private func work() async {
        while let untold = takeUntold() {
            await tell(untold)
            try? await Task.sleep(for: Self.rest)
        }
    }

    private func takeUntold() -> FeedPosition? {
        state.withLock { state in
            if state.untold == nil { state.telling = nil }
            defer { state.untold = nil }
            return state.untold
        }
    }

    private func tell(_ position: FeedPosition) async {
        let call = Statement.tellNumber { $0.add(position.description) }
        _ = try? await pool.withConnection(until: .now + Self.patience) { connection async throws(PostgresFailure) in
            try await connection.run(call)
        }
    }
}

/// What one node tells the others: a position after its changes, and when it told.
struct ChangeNotice: Hashable, Sendable {
    let position: FeedPosition
    /// By the server's clock, in microseconds since 1970-01-01T00:00Z; nil when the teller did not say.
    let toldAt: Int64?

    /// Words that later versions may add are passed over.
    init?(_ text: String) {
        let words = text.split(separator: " ")
        guard let position = words.first.flatMap({ FeedPosition(String($0)) }) else { return nil }
        self.position = position
        toldAt = words.count > 1 ? Int64(words[1]) : nil
    }
}

/// Where nodes tell each other that profiles changed.
enum ChangeChannel {
    static let name = "clientele_changes"

    /// SQL for the server's clock: microseconds since 1970-01-01T00:00Z.
    static let clock = "(extract(epoch FROM clock_timestamp()) * 1000000)::bigint"
}
