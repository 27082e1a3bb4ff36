import ProfileStore
import Synchronization

extension StoreContract {
    static let traces = [
        Clause("a tracer hears of each transaction that it is in, once, and how many calls share it") { trial in
            let tracer = NotingTracer()
            trial.store.traces.begin(tracer)
            try await trial.save { _ in }
            try promise(tracer.commits, is: [], "what is told of calls that nobody traces")
            try await NotingTracer.$number.withValue(7) { _ = try await trial.save { _ in } }
            try promise(tracer.commits, is: [NotingTracer.Commit(calls: 1, numbers: [7])], "what is told of one call")
            try await withThrowingTaskGroup { group in
                for number in 10..<90 {
                    group.addTask {
                        let traced = number.isMultiple(of: 2) ? number : nil
                        try await NotingTracer.$number.withValue(traced) { _ = try await trial.save { _ in } }
                    }
                }
                try await group.waitForAll()
            }
            let shared = tracer.commits.dropFirst()
            try promise(
                shared.flatMap(\.numbers).sorted(), is: (10..<90).filter { $0.isMultiple(of: 2) }, "who is told of")
            try promise(shared.allSatisfy { $0.calls >= $0.numbers.count }, "a commit is of fewer calls than it names")
            try promise(shared.map(\.calls).reduce(0, +) <= 80, "a call is counted twice")
        }
    ]
}

/// Notes commits, and who was traced in them.
private final class NotingTracer: WorkTracer {
    struct Commit: Equatable {
        let calls: Int
        let numbers: [Int]
    }

    @TaskLocal static var number: Int?

    private let heard = Mutex<[Commit]>([])

    var commits: [Commit] { heard.withLock { $0 } }

    func place() -> TracePlace? { Self.number.map { TracePlace($0) } }

    func record(_ work: TracedWork, at places: [TracePlace]) {
        heard.withLock { $0.append(Commit(calls: work.calls, numbers: places.compactMap { $0.value as? Int })) }
    }
}
