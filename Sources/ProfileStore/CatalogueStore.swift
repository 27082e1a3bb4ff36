package import ProfileCore

/// Records about no customer, which profiles refer to: products and notices.
package protocol CatalogueStore: Sendable {
    /// Hands what is stored under the keys to `decide`, and saves the entries that it returns, while nobody else
    /// changes one. Returns when they are durable.
    func changeCatalogue<Answer: Sendable>(
        _ keys: [FactKey], _ decide: @escaping @Sendable ([FactKey: CatalogueEntry]) -> ([CatalogueEntry], Answer)
    ) async throws(StoreError) -> Answer

    /// A page of all entries, withdrawn ones too, in the order in which they were last saved. A reader that goes on
    /// after the last place it saw misses none.
    func catalogue(after place: CataloguePlace?, limit: Int) async throws(StoreError) -> [PlacedEntry]
}

/// Where an entry lies in the order of changes.
package struct CataloguePlace: Hashable, Comparable, Sendable {
    /// Ascends with every commit; what one commit saved may share it.
    package let sequence: Int64
    package let key: FactKey

    package init(sequence: Int64, key: FactKey) {
        self.sequence = sequence
        self.key = key
    }

    package static func < (one: CataloguePlace, other: CataloguePlace) -> Bool {
        (one.sequence, one.key) < (other.sequence, other.key)
    }
}

package struct PlacedEntry: Hashable, Sendable {
    package let entry: CatalogueEntry
    package let place: CataloguePlace

    package init(_ entry: CatalogueEntry, sequence: Int64) {
        self.entry = entry
        place = CataloguePlace(sequence: sequence, key: entry.key)
    }
}
