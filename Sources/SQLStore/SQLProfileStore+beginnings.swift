package import ProfileCore
package import ProfileStore

extension SQLProfileStore {
    package func facts(
        kind: RecordKind, of source: String, idsBeginning beginnings: Set<String>, limit: Int
    ) async throws(StoreError) -> [Fact] {
        guard limit > 0 else { return [] }
        let calls = Statement.factsBeginning.each(Self.apart(beginnings), then: { $0.add(limit) }) {
            $0.add(small: Int(kind.rawValue))
            $0.add(source)
            $0.add($1)
            // Behind all that begin so, byte by byte.
            $0.add($1 + "\u{10FFFF}")
        }
        guard !calls.isEmpty else { return [] }
        return try await read(calls, .primary) { answers throws(StoreError) in
            var found: [Fact] = []
            for rows in answers where found.count < limit {
                try rows.forEach { row throws(StoreError) in
                    found.append(try row.fact())
                    return found.count < limit
                }
            }
            return found
        }
    }

    /// In the order of their bytes, as ids are; without those that begin with another one.
    private static func apart(_ beginnings: Set<String>) -> [String] {
        var apart: [String] = []
        for beginning in beginnings.sorted(by: { $0.utf8.lexicographicallyPrecedes($1.utf8) }) {
            if let last = apart.last, beginning.utf8.starts(with: last.utf8) { continue }
            apart.append(beginning)
        }
        return apart
    }
}
