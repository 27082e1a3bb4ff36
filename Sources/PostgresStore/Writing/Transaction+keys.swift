import ProfileStore

extension Transaction {
    /// Hands all keys to `decide` and saves the key that it returns, if any.
    func changeKey<Answer: Sendable>(
        _ decide: @Sendable ([APIKey]) -> (APIKey?, Answer)
    ) async throws(PostgresFailure) -> Answer {
        let rows = try await connection.run([Statement.begin(), Statement.holdKeys(), Statement.keys()])
        let keys: [APIKey] = try Self.reading { () throws(StoreError) in
            try rows[2].all { columns throws(StoreError) in try columns.value() }
        }
        let (key, answer) = decide(keys)
        _ = try await connection.run((key.map { [Statement.saving($0)] } ?? []) + [Statement.commit()])
        return answer
    }
}
