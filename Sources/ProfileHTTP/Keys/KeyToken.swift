package import ProfileStore
package import ProfileCore
import Crypto

/// A whole API key as a client holds it: `ck_<id>_<secret>`.
package struct KeyToken: Hashable, Sendable {
    package static let prefix = "ck_"
    /// A key that a person made up must be hard to guess: its secret has this many characters at least.
    package static let minimumSecretLength = 32
    static let maximumLength = 256

    package let id: String
    package let secret: String

    /// Nil unless `text` has the form of a key: an id of at most 64 and a secret of letters, digits and hyphens.
    package init?(_ text: some StringProtocol) {
        let parts = text.utf8.split(separator: UInt8(ascii: "_"), maxSplits: 2, omittingEmptySubsequences: false)
        guard text.utf8.count <= Self.maximumLength, parts.count == 3, parts[0].elementsEqual("ck".utf8),
            (1...64).contains(parts[1].count), parts[2].count >= Self.minimumSecretLength,
            parts[1].allSatisfy(Self.isAllowed), parts[2].allSatisfy(Self.isAllowed)
        else { return nil }
        id = String(decoding: parts[1], as: UTF8.self)
        secret = String(decoding: parts[2], as: UTF8.self)
    }

    private init(id: String, secret: String) {
        self.id = id
        self.secret = secret
    }

    /// A new key: 80 random bits of id, 260 of secret.
    package static func draw() -> KeyToken {
        var generator = SystemRandomNumberGenerator()
        return KeyToken(id: word(of: 16, from: &generator), secret: word(of: 52, from: &generator))
    }

    /// Whether the secret may be guessed: it is of few different characters, a short piece over and over, a
    /// sequence, or words that stand for a secret to come.
    package var isGuessable: Bool {
        let bytes = Array(secret.utf8)
        let lowercased = secret.lowercased()
        return Set(bytes).count < 8 || Self.repeats(bytes) || Self.isSequence(bytes)
            || ["replace", "change-me", "changeme", "password", "example"].contains { lowercased.contains($0) }
    }

    private static func repeats(_ bytes: [UInt8]) -> Bool {
        (1...8).contains { period in zip(bytes, bytes.dropFirst(period)).allSatisfy { $0 == $1 } }
    }

    /// Whether most characters are neighbours of those before them.
    private static func isSequence(_ bytes: [UInt8]) -> Bool {
        zip(bytes, bytes.dropFirst()).count { abs(Int($0) - Int($1)) <= 1 } > bytes.count / 2
    }

    package var text: String { Self.prefix + id + "_" + secret }

    package var secretHash: [UInt8] { Array(SHA256.hash(data: Array(secret.utf8))) }

    /// What the store keeps of this key.
    package func key(
        named name: String, scopes: Set<APIKey.Scope>, sources: Set<String>?, agents: Set<String>? = nil,
        at now: Timestamp
    ) -> APIKey {
        APIKey(
            id: id, name: name, secretHash: secretHash, scopes: scopes, sources: sources, agents: agents,
            createdAt: now)
    }

    private static let alphabet = Array("0123456789abcdefghjkmnpqrstvwxyz".utf8)

    static func word(of length: Int, from generator: inout SystemRandomNumberGenerator) -> String {
        let characters = (0..<length).map { _ in alphabet[Int(truncatingIfNeeded: generator.next() & 31)] }
        return String(decoding: characters, as: UTF8.self)
    }

    private static func isAllowed(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"):
            true
        default: false
        }
    }
}
