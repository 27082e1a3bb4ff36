import ProfileCore
import ProfileStore

extension StoreContract {
    static let concurrency = [
        Clause("concurrent commits are all kept, and each sees what those before it decided") { trial in
            let versions = try await withThrowingTaskGroup(of: Int.self) { group in
                for number in 0..<100 {
                    group.addTask { try await raiseVersion(in: trial, filing: .order("\(number)")) }
                }
                return try await group.reduce(into: []) { $0.append($1) }
            }
            try promise(versions.sorted(), is: Array(1...100), "versions decided")
            try promise(try await trial.profiles(.id(.sample(1))).map(\.version), is: [100], "version")
            try promise(try await trial.facts(of: .sample(1)).count, is: 100, "facts")
        },
        Clause("a reader sees all of a commit or nothing of it") { trial in
            async let writing: Void = {
                for round in 0..<20 {
                    try await trial.save { decision in
                        for number in 0..<50 {
                            let record = SourceRecord.order("\(round)-\(number)")
                            decision.facts[record.key] = record.filed(under: .sample(1))
                        }
                    }
                }
            }()
            var found = 0
            for _ in 0..<200 where found < 1_000 {
                found = try await trial.facts(of: .sample(1)).count
                try promise(found.isMultiple(of: 50), "a reader saw \(found) facts, part of a commit of 50")
            }
            try await writing
            try promise(try await trial.facts(of: .sample(1)).count, is: 1_000, "facts in the end")
        },
        Clause("a write is visible to every read that begins after it returned") { trial in
            for version in 1...50 {
                try await trial.save { $0.file([.order("1", by: [.crm("1")])], under: .sample(1), version: version) }
                let found = try await trial.profiles(.identifier(.crm("1"))).map(\.version)
                try promise(found, is: [version], "version read")
            }
        },
    ]

    private static func raiseVersion(in trial: Trial, filing record: SourceRecord) async throws -> Int {
        try await trial.store.commit(reading: ReadSet(profiles: [.sample(1)])) { snapshot in
            var decision = Decision(decidedAt: .sample(0))
            let version = (snapshot.profiles[.sample(1)]?.version ?? 0) + 1
            decision.profiles[.sample(1)] = ProfileState(id: .sample(1), version: version, changedAt: .sample(0))
            decision.facts[record.key] = record.filed(under: .sample(1))
            return (decision, version)
        }.answer
    }
}
