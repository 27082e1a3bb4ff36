import ProfileService
package import ProfileStore
import ProfileWire

/// Knows how the store is: from the last write while there are any, else from a probe. There is one probe every few
/// seconds at most, however many ask. No answer waits for long: a store that does not answer counts as unavailable.
actor StoreProbe {
    private typealias Outcome = Result<StoreState, StoreError>

    /// For how long the next write is expected to end like the last one.
    private static let freshness: (success: Duration, failure: Duration) = (.seconds(3), .seconds(1))

    private let service: ProfileService
    private let patience: Duration
    private var running: Task<Outcome, Never>?
    private var known: StoreState?

    init(_ service: ProfileService, patience: Duration) {
        self.service = service
        self.patience = patience
    }

    func report() async -> StoreReport {
        var outcome = recentOutcome
        if outcome == nil { outcome = await self.outcome(of: begin()) }
        return StoreReport(
            engine: service.engine, outcome: outcome ?? .failure(.unavailable), isFollowing: service.isFollowing)
    }

    private var recentOutcome: Outcome? {
        if case .failure(let error)? = service.writeHealth.outcome(within: Self.freshness.failure) {
            return .failure(error)
        }
        guard case .success? = service.writeHealth.outcome(within: Self.freshness.success) else { return nil }
        return known.map(Outcome.success)
    }

    private func begin() -> Task<Outcome, Never> {
        if let running { return running }
        let task = Task {
            let outcome = await ask()
            running = nil
            if case .success(let state) = outcome { known = state }
            return outcome
        }
        running = task
        return task
    }

    private func ask() async -> Outcome {
        do throws(StoreError) {
            return .success(try await service.probeStore())
        } catch {
            return .failure(error)
        }
    }

    private func outcome(of task: Task<Outcome, Never>) async -> Outcome {
        let (outcomes, first) = AsyncStream.makeStream(of: Outcome.self, bufferingPolicy: .bufferingOldest(1))
        let timer = Task {
            try await Task.sleep(for: patience)
            first.yield(.failure(.unavailable))
        }
        Task { first.yield(await task.value) }
        defer { timer.cancel() }
        for await outcome in outcomes { return outcome }
        return .failure(.unavailable)
    }
}

/// How the store is, for operators. It does not say where the store is or what it holds.
package struct StoreReport: Hashable, Sendable {
    package let engine: StoreState.Engine
    package let outcome: Result<StoreState, StoreError>
    /// Whether all changes of other nodes are known; nil when the store is this node's alone.
    package let isFollowing: Bool?
}

extension StoreReport {
    func write(to json: inout JSONWriter) {
        json.object { json in
            json.member("engine", engine.rawValue)
            switch outcome {
            case .success(let state):
                json.member("reachable", true)
                json.member("writable", true)
                json.member("schema", state.schema)
                json.member("known_schema", state.knownSchema)
            case .failure(let error):
                json.member("reachable", error != .unavailable)
                json.member("writable", false)
            }
            if let isFollowing { json.member("following", isFollowing) }
        }
    }
}
