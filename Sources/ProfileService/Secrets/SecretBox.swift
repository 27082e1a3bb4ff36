import Crypto
import Foundation

/// Secrets of other systems, which the service has to know in the clear again: sealed for the store by a key that only
/// the settings hold, so that neither a backup nor a dump of the database gives them away.
///
/// AES-256-GCM with a nonce drawn for each; the purpose is authenticated with it, so that what was sealed for one
/// endpoint opens for no other.
package struct SecretBox: Sendable {
    package static let keyLength = 32

    /// The first seals, each opens: a key is changed by putting a new one before it.
    private let keys: [SymmetricKey]

    /// Nil unless there is a key, and each has 32 bytes.
    package init?(keys: [[UInt8]]) {
        guard !keys.isEmpty, keys.allSatisfy({ $0.count == Self.keyLength }) else { return nil }
        self.keys = keys.map { SymmetricKey(data: $0) }
    }

    /// Nonce, cipher text and tag; none is the same as another.
    package func seal(_ secret: [UInt8], as purpose: String) throws(SecretFailure) -> [UInt8] {
        let box = try? AES.GCM.seal(Data(secret), using: keys[0], authenticating: Data(purpose.utf8))
        guard let sealed = box?.combined else { throw .unsealable }
        return Array(sealed)
    }

    /// What was sealed for the same purpose, by any of the keys.
    package func open(_ sealed: [UInt8], as purpose: String) throws(SecretFailure) -> [UInt8] {
        guard let box = try? AES.GCM.SealedBox(combined: Data(sealed)) else { throw .unknownKey }
        let purpose = Data(purpose.utf8)
        for key in keys {
            if let secret = try? AES.GCM.open(box, using: key, authenticating: purpose) { return Array(secret) }
        }
        throw .unknownKey
    }
}

package enum SecretFailure: Error, Hashable, Sendable {
    /// The system's cryptography refused to work.
    case unsealable
    /// Sealed by a key that the settings no longer name, for another purpose, or damaged.
    case unknownKey
}
