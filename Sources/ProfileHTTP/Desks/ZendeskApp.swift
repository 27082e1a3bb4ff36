import Crypto
import CryptoExtras
import Foundation
import Logging
import ProfileCore
import ProfileWire
import Synchronization

/// Zendesk's app: Zendesk signs a token for each frame that it opens with the app's page.
///
/// The token proves that an agent of that Zendesk opened the app, and nothing more: an app's own script can have
/// Zendesk sign any other claim. So all agents act by one key, which reads profiles and does nothing else.
package struct ZendeskApp: Sendable {
    private let publicKey: _RSA.Signing.PublicKey
    package let audience: String
    /// The name of the key that agents act by.
    package let keyName: String
    private let warning = LastWarning()

    /// Nil unless `publicKey` is an RSA key of 2,048 bits or more, as PEM.
    package init?(publicKey pem: String, audience: String, keyName: String) {
        guard let key = try? _RSA.Signing.PublicKey(pemRepresentation: pem) else { return nil }
        publicKey = key
        self.audience = audience
        self.keyName = keyName
    }

    /// Whether `token` is one that Zendesk signed for this app and that holds at `now`.
    ///
    /// There is one key and one algorithm: what the token says of how to verify it is compared, and never followed.
    func admits(_ token: String, at now: Timestamp) -> Bool {
        guard let token = WebToken(token), token.algorithm == "RS256",
            publicKey.isValidSignature(
                .init(rawRepresentation: token.signature), for: SHA256.hash(data: token.signedPart),
                padding: .insecurePKCS1v1_5)
        else { return false }
        return token.isFor(audience) && token.holds(at: Double(now.milliseconds) / 1000)
    }
}

extension ZendeskApp {
    static let keyIsMissing: Logger.Message = "panel.zendesk.key names no key whose only scope is profiles:read"

    /// Whether it is time to say again that the key is missing: each frame that opens would say so.
    func mayWarn(at now: Timestamp) -> Bool {
        warning.isDue(at: now)
    }

    private final class LastWarning: Sendable {
        private static let pause = 60 * Timestamp.millisecondsPerSecond
        private let last = Mutex<Timestamp?>(nil)

        func isDue(at now: Timestamp) -> Bool {
            last.withLock { last in
                if let last, now.milliseconds - last.milliseconds < Self.pause { return false }
                last = now
                return true
            }
        }
    }
}

/// An unverified JSON Web Token.
private struct WebToken {
    /// Seconds by which two clocks may differ.
    private static let tolerance = 60.0
    /// Seconds. Zendesk does not say how long its tokens hold; it signs one for each frame that it opens, at once.
    private static let longestLife = 3600.0
    private static let longest = 8192

    let signedPart: Data
    let signature: Data
    private let header: JSONObject
    private let claims: JSONObject

    init?(_ text: String) {
        guard text.utf8.count <= Self.longest else { return nil }
        let parts = text.split(separator: ".", omittingEmptySubsequences: false)
        guard parts.count == 3, let header = Self.object(parts[0]),
            let claims = Self.object(parts[1]), let signature = Self.bytes(parts[2])
        else { return nil }
        // A token with critical extensions is refused, because none is supported (RFC 7515, section 4.1.11).
        guard header["crit"] == nil else { return nil }
        (self.header, self.claims, self.signature) = (header, claims, signature)
        signedPart = Data((parts[0] + "." + parts[1]).utf8)
    }

    var algorithm: String? { header["alg"]?.text }

    func isFor(_ audience: String) -> Bool {
        switch claims["aud"] {
        case .string(let text): text == audience
        case .array(let values): values.contains(.string(audience))
        default: false
        }
    }

    /// Whether it has begun and has not ended. One that does not say both never holds, nor does one of a long life.
    func holds(at now: Double) -> Bool {
        guard let issued = claims["iat"]?.number, let end = claims["exp"]?.number, issued <= now + Self.tolerance,
            now < end, end - issued <= Self.longestLife
        else { return false }
        guard let start = claims["nbf"] else { return true }
        return start.number.map { $0 <= now + Self.tolerance } ?? false
    }

    private static func object(_ part: Substring) -> JSONObject? {
        guard let bytes = bytes(part), let value = try? JSONReader.parse(Array(bytes)),
            case .object(let object) = value, object.repeatedNames.isEmpty
        else { return nil }
        return object
    }

    /// Decodes base64url without padding.
    private static func bytes(_ part: Substring) -> Data? {
        guard !part.isEmpty, !part.contains(where: { "+/=".contains($0) }) else { return nil }
        let plain = part.replacing("-", with: "+").replacing("_", with: "/")
        return Data(base64Encoded: plain + String(repeating: "=", count: (4 - plain.count % 4) % 4))
    }
}

extension JSONValue {
    /// Nil for a value that is no number, or too large for a Double.
    fileprivate var number: Double? {
        guard case .number(let text) = self, let number = Double(text), number.isFinite else { return nil }
        return number
    }
}
