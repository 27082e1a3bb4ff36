import Foundation
import ProfileService

extension SecretBox {
    /// Nil when no key is set.
    init?(_ reader: DeploymentReader) throws(DeploymentError) {
        guard let key = try reader.parsed("secrets.key", Self.rule, Self.key) else {
            guard try reader.list("secrets.former_keys")?.isEmpty ?? true else {
                throw .value("secrets.key", must: "be set where secrets.former_keys is")
            }
            return nil
        }
        var keys = [key]
        for text in try reader.list("secrets.former_keys") ?? [] {
            guard let former = Self.key(text) else { throw .value("secrets.former_keys", must: "hold such keys") }
            keys.append(former)
        }
        self.init(keys: keys)
    }

    private static let rule = "be 32 random bytes in base64, as `openssl rand -base64 32` draws them"

    /// Nil for what is no key, and for one that nobody drew: bytes that are mostly alike.
    private static func key(_ text: String) -> [UInt8]? {
        guard let bytes = Data(base64Encoded: text), bytes.count == keyLength, Set(bytes).count > keyLength / 2 else {
            return nil
        }
        return Array(bytes)
    }
}
