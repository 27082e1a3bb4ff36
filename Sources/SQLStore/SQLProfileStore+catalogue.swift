package import ProfileCore
package import ProfileStore

extension SQLProfileStore {
    package func changeCatalogue<Answer: Sendable>(
        _ keys: [FactKey], _ decide: @escaping @Sendable ([FactKey: CatalogueEntry]) -> ([CatalogueEntry], Answer)
    ) async throws(StoreError) -> Answer {
        let asking = Statement.catalogueEntries.each(Array(Set(keys))) { $0.add($1) }
        return try await write(excluding: .catalogueWriters, weight: keys.count, asking: asking) {
            answers throws(StoreError) in
            var known: [FactKey: CatalogueEntry] = [:]
            for rows in answers {
                try rows.each { row throws(StoreError) in
                    let entry = try row.catalogueEntry()
                    known[entry.key] = entry
                }
            }
            let (entries, answer) = decide(known)
            let saving = Statement.saveCatalogue.each(entries) {
                $0.add($1.key)
                $0.add($1.updatedAt)
                $0.add($1.record.map { Stored.bytes(of: RecordPayload($0)) })
            }
            return (saving, answer)
        }
    }

    package func catalogue(after place: CataloguePlace?, limit: Int) async throws(StoreError) -> [PlacedEntry] {
        let call = Statement.catalogue.with {
            $0.add(place?.sequence ?? -1)
            $0.add(after: place?.key)
            $0.add(max(limit, 0))
        }
        return try await read(call, .primary) { rows throws(StoreError) in
            try rows.all { row throws(StoreError) in
                let entry = try row.catalogueEntry()
                return PlacedEntry(entry, sequence: try row.integer())
            }
        }
    }
}

extension RowColumns {
    fileprivate mutating func catalogueEntry() throws(StoreError) -> CatalogueEntry {
        let (key, updatedAt) = (try key(), try moment())
        let payload: RecordPayload? = try optionalValue()
        do throws(DecodingFailure) {
            return try CatalogueEntry(key, updatedAt: updatedAt, payload)
        } catch {
            throw StoreError(error)
        }
    }
}
