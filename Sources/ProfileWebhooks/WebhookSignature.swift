import Crypto
import Foundation

/// Signatures of Standard Webhooks 1.0.0, by symmetric secrets.
package enum WebhookSignature {
    /// The value of `webhook-signature`: one signature for each secret, so that a receiver may know any of them.
    package static func header(of body: [UInt8], id: String, sentAt seconds: Int64, by secrets: [[UInt8]]) -> String {
        let signed = Data("\(id).\(seconds).".utf8) + Data(body)
        return secrets.map { secret in
            let code = HMAC<SHA256>.authenticationCode(for: signed, using: SymmetricKey(data: secret))
            return "v1," + Data(code).base64EncodedString()
        }.joined(separator: " ")
    }
}
