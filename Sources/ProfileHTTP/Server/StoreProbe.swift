import ProfileService
import ProfileStore

/// Asks how the store is: once at a time, whoever wants to know, and nobody waits for long. A store that does not
/// answer is as good as one that is not there.
actor StoreProbe {
    private typealias Outcome = Result<StoreState, StoreError>

    private let service: ProfileService
    private let patience: Duration
    private var running: Task<Outcome, Never>?

    init(_ service: ProfileService, patience: Duration) {
        self.service = service
        self.patience = patience
    }

    func report() async -> StoreReport {
        let outcome = await outcome(of: begin())
        return StoreReport(engine: service.engine, outcome: outcome, isFollowing: service.isFollowing)
    }

    private func begin() -> Task<Outcome, Never> {
        if let running { return running }
        let task = Task {
            let outcome = await ask()
            running = nil
            return outcome
        }
        running = task
        return task
    }

    private func ask() async -> Outcome {
        do throws(StoreError) {
            return .success(try await service.storeState())
        } catch {
            return .failure(error)
        }
    }

    private func outcome(of task: Task<Outcome, Never>) async -> Outcome {
        let (outcomes, told) = AsyncStream.makeStream(of: Outcome.self, bufferingPolicy: .bufferingOldest(1))
        let timer = Task {
            try await Task.sleep(for: patience)
            told.yield(.failure(.unavailable))
        }
        Task { told.yield(await task.value) }
        defer { timer.cancel() }
        for await outcome in outcomes { return outcome }
        return .failure(.unavailable)
    }
}
