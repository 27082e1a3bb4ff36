/// One step of the schema. Once released it never changes: what has to be different comes as the next number.
package struct Migration: Sendable {
    package let number: Int
    package let name: String
    package let sql: String
    /// Whether the version before cannot go on beside it: all its nodes have to be stopped first.
    package let stopsNodes: Bool

    init(number: Int, name: String, stopsNodes: Bool = false, sql: [UInt8]) {
        self.number = number
        self.name = name
        self.stopsNodes = stopsNodes
        self.sql = String(decoding: sql, as: UTF8.self)
    }

    /// Tells an edited migration from the one that was applied: FNV-1a with 64 bits, in hexadecimal.
    ///
    /// Source: Fowler, Noll, Vo, "The FNV Non-Cryptographic Hash Algorithm"; it guards against mistakes, not attacks.
    package var checksum: String {
        let hash = sql.utf8.reduce(0xCBF2_9CE4_8422_2325 as UInt64) { ($0 ^ UInt64($1)) &* 0x100_0000_01B3 }
        return String(hash, radix: 16)
    }
}
