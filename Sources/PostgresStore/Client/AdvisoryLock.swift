import ProfileCore

/// The numbers of the locks that nodes agree on. They must stay the same from version to version.
enum AdvisoryLock {
    /// "Clnt" in ASCII and 1.
    static let writing = "1131179636, 1"
    /// "Clnt" in ASCII and 2.
    static let migrating = "1131179636, 2"
    /// "Clnt" in ASCII and 3.
    static let judging = "1131179636, 3"
    /// "Clnt" in ASCII and 4.
    static let folding = "1131179636, 4"

    /// "Clnt" in ASCII, and from 16 on one number for each stripe.
    static let striping = "1131179636, 16 +"

    static func key(of fact: FactKey) -> Int64 {
        hash([[fact.kind.rawValue], Array(fact.source.utf8), Array(fact.id.utf8)])
    }

    static func key(of identifier: Identifier) -> Int64 {
        hash([[0], Array(identifier.type.utf8), Array(identifier.value.utf8)])
    }

    /// FNV-1a with 64 bits over the parts, each ended by a byte that no UTF-8 holds.
    ///
    /// Source: Fowler, Noll, Vo, "The FNV Non-Cryptographic Hash Algorithm". Two things with one number only wait for
    /// each other without need.
    private static func hash(_ parts: [[UInt8]]) -> Int64 {
        var hash: UInt64 = 0xCBF2_9CE4_8422_2325
        for part in parts {
            for byte in part { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01B3 }
            hash = (hash ^ 0xFF) &* 0x100_0000_01B3
        }
        return Int64(bitPattern: hash)
    }
}
