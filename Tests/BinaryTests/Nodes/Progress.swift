import Synchronization

/// How far a crowd of writers is, and whether it may stop.
final class Progress: Sendable {
    private let done = Atomic(0)
    private let over = Atomic(false)

    var count: Int { done.load(ordering: .relaxed) }
    var isOver: Bool { over.load(ordering: .relaxed) }

    func advance() { done.add(1, ordering: .relaxed) }
    func end() { over.store(true, ordering: .relaxed) }

    /// Waits until so much more was done.
    func more(_ count: Int) async throws {
        let goal = self.count + count
        while self.count < goal { try await Task.sleep(for: .milliseconds(5)) }
    }
}
