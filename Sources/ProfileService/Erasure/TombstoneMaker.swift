import Crypto
import ProfileCore
import Synchronization

/// Makes tombstones with the secret of a store: without it, nobody can try out which names lie under them.
struct TombstoneMaker: Sendable {
    static let secretLength = 32

    private let key: SymmetricKey

    init(secret: [UInt8]) {
        key = SymmetricKey(data: secret)
    }

    /// HMAC-SHA-256 (RFC 2104), of which 128 bits are kept.
    func tombstone(of name: ErasableName) -> Tombstone {
        let code = Array(HMAC<SHA256>.authenticationCode(for: Array(name.form.utf8), using: key))
        return Tombstone(high: Self.number(code[0..<8]), low: Self.number(code[8..<16]))
    }

    func tombstones(of record: SourceRecord) -> NamedTombstones {
        NamedTombstones(record, hash: tombstone(of:))
    }

    /// What shows that a certificate is one of this store's, unchanged: in hexadecimal.
    func seal(of text: String) -> String {
        HMAC<SHA256>.authenticationCode(for: Array(text.utf8), using: key).hexadecimal
    }

    static func drawSecret() -> [UInt8] {
        (0..<secretLength).map { _ in UInt8.random(in: .min ... .max) }
    }

    private static func number(_ bytes: ArraySlice<UInt8>) -> UInt64 {
        bytes.reduce(0) { $0 << 8 | UInt64($1) }
    }
}

/// Whether this node has to ask for tombstones when it files records. It begins with no, which costs nothing; a store
/// that holds some then says so, also when they are another node's.
final class BurialWatch: Sendable {
    private let current = Mutex<TombstoneMaker?>(nil)

    /// Nil as long as nobody was erased.
    var maker: TombstoneMaker? { current.withLock { $0 } }

    func set(_ maker: TombstoneMaker?) {
        current.withLock { $0 = maker }
    }
}
