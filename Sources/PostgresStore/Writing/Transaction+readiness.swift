import ProfileCore
import ProfileStore

extension Transaction {
    /// What is known of large profiles that have to be folded, by the place of the decision.
    struct Readiness: Sendable {
        var folds: [Int: PreparedFold] = [:]
        var unprepared: [Int: FoldBasis] = [:]
    }

    func readiness(
        of decisions: [Decision], in trials: [CommitTrial]
    ) async throws(PostgresFailure) -> Readiness {
        var readiness = Readiness()
        for (place, (decision, trial)) in zip(decisions, trials).enumerated() where trial.concerns(decision) {
            switch trial.readiness(for: try await basis(of: decision)) {
            case .ready(let fold): readiness.folds[place] = fold
            case .unprepared(let basis): readiness.unprepared[place] = basis
            }
        }
        return readiness
    }

    private func basis(of decision: Decision) async throws(PostgresFailure) -> FoldBasis {
        let sources = decision.foldSources.sorted().map(Optional.init)
        let names = decision.foldNames.sorted().map(Optional.init)
        let rows = try await connection.run([
            Statement.versions { $0.add(ids: sources) }, Statement.linksToProfiles { $0.add(ids: sources) },
            Statement.merges { $0.add(ids: names) }, Statement.separations { $0.add(ids: names) },
        ])
        return try Self.reading { () throws(StoreError) in
            var versions: [ProfileID: Int] = [:]
            try rows[0].each { columns throws(StoreError) in
                versions[try columns.id()] = Int(try columns.integer())
            }
            return FoldBasis(
                decision, versions: versions,
                links: try rows[1].all { columns throws(StoreError) in try columns.link() },
                merges: try rows[2].all { columns throws(StoreError) in try columns.value() },
                separations: try rows[3].all { columns throws(StoreError) in try columns.separation() })
        }
    }
}
