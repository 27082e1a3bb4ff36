/// The names of the members that somebody reads of documents, wherever they stand in them.
///
/// `JSONReader` makes nothing of other members when it is handed one. Of an order with two hundred members, a mapping
/// reads some fifty.
package struct MemberFilter: Sendable {
    /// A name that is read, and whether all that stands below it is.
    struct Name: Sendable {
        let text: String
        let isWhole: Bool
        fileprivate let bytes: [UInt8]
        fileprivate let hash: UInt64
    }

    /// By the low bits of their hashes; a name whose place is taken lies in the next free one.
    private let places: [Name?]

    /// `whole` are those of the names whose values are read with everything in them.
    init(_ names: Set<String>, whole: Set<String>) {
        var count = 16
        while count < 4 * names.count { count *= 2 }
        var places = [Name?](repeating: nil, count: count)
        for text in names {
            let bytes = Array(text.utf8)
            let hash = bytes.withUnsafeBufferPointer(Self.hash)
            var place = Int(truncatingIfNeeded: hash) & (count - 1)
            while places[place] != nil { place = (place + 1) & (count - 1) }
            places[place] = Name(text: text, isWhole: whole.contains(text), bytes: bytes, hash: hash)
        }
        self.places = places
    }

    /// Nil for a name that nobody reads.
    func name(_ bytes: UnsafeBufferPointer<UInt8>, hash: UInt64) -> Name? {
        var place = Int(truncatingIfNeeded: hash) & (places.count - 1)
        while let name = places[place] {
            if name.hash == hash, name.bytes.elementsEqual(bytes) { return name }
            place = (place + 1) & (places.count - 1)
        }
        return nil
    }

    /// Of the length and of the first and the last eight bytes. Names that differ between these alone are rare, and
    /// cost another reading of the whole document.
    static func hash(_ bytes: UnsafeBufferPointer<UInt8>) -> UInt64 {
        let (count, raw) = (bytes.count, UnsafeRawBufferPointer(bytes))
        var (first, last): (UInt64, UInt64) = (0, 0)
        if count >= 8 {
            first = raw.loadUnaligned(as: UInt64.self)
            last = raw.loadUnaligned(fromByteOffset: count - 8, as: UInt64.self)
        } else {
            for byte in bytes { first = first << 8 | UInt64(byte) }
        }
        let mixed = (first ^ UInt64(count) &* 0x9E37_79B9_7F4A_7C15) &* 0xFF51_AFD7_ED55_8CCD
        let hash = (mixed ^ mixed >> 32 ^ last) &* 0xC4CE_B9FE_1A85_EC53
        return hash ^ hash >> 29
    }
}
