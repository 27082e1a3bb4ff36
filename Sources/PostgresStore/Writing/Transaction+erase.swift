import ProfileCore
import ProfileStore

extension Transaction {
    /// Leaves only a numbered change that says the profile is no more.
    ///
    /// Erasing is rare, and what it removes may be named by anybody: it keeps every other writer out while it lasts.
    func erase(_ profile: ProfileState) async throws(PostgresFailure) -> [ProfileChange] {
        let found = try await connection.run([
            Statement.begin(), Statement.lockAlone(), Statement.aliasesOf { $0.add(profile.id) },
        ])
        let aliases = try Self.reading { () throws(StoreError) in
            try found[2].all { columns throws(StoreError) in try columns.id() }
        }
        let names = Set([profile.id] + profile.aliases + aliases)
        let calls =
            [
                Statement.eraseFacts { $0.add(profile.id) }, Statement.eraseLinks { $0.add(profile.id) },
            ] + Statement.eraseReview.map { $0 { $0.add(ids: names.sorted().map(Optional.init)) } }
        _ = try await connection.run(calls)
        var decision = Decision(decidedAt: profile.changedAt)
        decision.removedAliases = names
        decision.removedProfiles = [profile.id]
        var decisions = [decision]
        return try await save(&decisions).flatMap(\.self)
    }
}
