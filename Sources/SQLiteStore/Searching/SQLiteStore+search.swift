package import ProfileCore
package import ProfileStore

extension SQLiteStore {
    package func words(near slips: [SearchSlip]) async throws(StoreError) -> [String] {
        try await read { connection throws(StoreError) in
            var words: Set<String> = []
            for slip in slips { words.formUnion(try connection.words(near: slip)) }
            return words.sorted()
        }
    }

    package func finds(_ lookups: SearchLookups) async throws(StoreError) -> SearchFinds {
        try await read { connection throws(StoreError) in try connection.finds(lookups) }
    }
}
