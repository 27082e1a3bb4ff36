/// Which identifiers of a profile its facts state together, and how many facts state each pair.
///
/// They show whether a profile still hangs together after a fact was corrected or withdrawn, without reading its facts.
package struct Bonds: Hashable, Sendable {
    /// By pair of identifiers. A pair is named by 32 bits of hash for each of the two: two identifiers of one profile
    /// that share them would hide that it came apart, and nothing else.
    package var counts = SortedMap<UInt64, Int>()

    package init() {}

    mutating func add(_ identifiers: [Identifier]) {
        for pair in Self.pairs(of: identifiers) { counts.change(pair, from: 0) { $0 += 1 } }
    }

    /// The pairs that no fact states any more.
    mutating func remove(_ identifiers: [Identifier]) -> [UInt64] {
        Self.pairs(of: identifiers).filter { pair in
            counts.change(pair, removingWhen: { $0 <= 0 }) { $0 -= 1 }
            return counts[pair] == nil
        }
    }

    func combined(with other: Bonds) -> Bonds {
        var result = Bonds()
        result.counts = counts.combined(with: other.counts, +)
        return result
    }

    /// Whether a chain of facts leads from each of the identifiers to every other.
    func connect(_ identifiers: [Identifier]) -> Bool {
        guard identifiers.count > 1 else { return true }
        var groups = DisjointSets<UInt32>()
        for pair in counts.keys {
            groups.join(UInt32(truncatingIfNeeded: pair >> 32), UInt32(truncatingIfNeeded: pair))
        }
        let first = groups.root(of: Self.hash(identifiers[0]))
        return identifiers.dropFirst().allSatisfy { groups.root(of: Self.hash($0)) == first }
    }

    private static func pairs(of identifiers: [Identifier]) -> [UInt64] {
        guard identifiers.count > 1 else { return [] }
        let hashes = identifiers.map(hash)
        return hashes.indices.flatMap { one in
            hashes[(one + 1)...].map { other in
                UInt64(min(hashes[one], other)) << 32 | UInt64(max(hashes[one], other))
            }
        }
    }

    private static func hash(_ identifier: Identifier) -> UInt32 {
        let hash = identifier.lastingHash
        return UInt32(truncatingIfNeeded: hash ^ (hash >> 32))
    }
}

extension Bonds: Storable {
    package func write(to writer: inout ByteWriter) {
        writer.count(counts.count)
        for entry in counts {
            writer.integer(Int64(bitPattern: entry.key))
            writer.integer(entry.value)
        }
    }

    package init(from reader: inout ByteReader) throws(DecodingFailure) {
        self.init()
        for _ in 0..<(try reader.count()) {
            let pair = UInt64(bitPattern: try reader.integer())
            guard counts.append(pair, try reader.int()) else { throw .invalid("order") }
        }
    }
}
