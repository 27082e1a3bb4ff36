import Migrations

/// Why the tables of a store do not fit this version.
package struct SchemaMismatch: Error, Hashable, Sendable {
    package let detail: String
}

extension [Migration] {
    /// How many of these were applied, each in the form that is known here; `applied` are all, in their order.
    package func count(of applied: [(number: Int, checksum: String)]) throws(SchemaMismatch) -> Int {
        guard applied.count <= count else {
            throw SchemaMismatch(
                detail: """
                    its schema has number \(applied.last?.number ?? 0), newer than \(count), the newest this version \
                    knows
                    """)
        }
        for (one, known) in zip(applied, self) where one != (known.number, known.checksum) {
            throw SchemaMismatch(
                detail: "migration \(known.number) was applied in another form than this version knows")
        }
        return applied.count
    }

    /// Throws unless all were applied as they are known here.
    package func requireAll(_ applied: [(number: Int, checksum: String)]) throws(SchemaMismatch) {
        let number = try count(of: applied)
        guard number == count else {
            throw SchemaMismatch(detail: "its schema has number \(number), but \(count) is needed: migrate it")
        }
    }
}
