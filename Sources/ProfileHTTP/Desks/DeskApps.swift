import Crypto
import ProfileService

/// The desks that prove who they are by a signature, as the settings say; nil for those that are not set up.
package struct DeskApps: Sendable {
    package var intercom: IntercomApp?
    package var zendesk: ZendeskApp?

    package init(intercom: IntercomApp? = nil, zendesk: ZendeskApp? = nil) {
        self.intercom = intercom
        self.zendesk = zendesk
    }
}

/// Intercom's app: its servers sign what they ask with the secret of the app.
package struct IntercomApp: Sendable {
    private let secret: SymmetricKey
    /// What Intercom's `external_id` is an identifier of; nil when each says its own type.
    let externalIDType: String?

    package init(secret: String, externalIDType: String?) {
        self.secret = SymmetricKey(data: Array(secret.utf8))
        self.externalIDType = externalIDType
    }

    /// Whether `signature` is that of Intercom for a body: HMAC-SHA256, in hexadecimal. Compares in constant time.
    func signs(_ body: [UInt8], _ signature: String?) -> Bool {
        guard let signature else { return false }
        let expected = HMAC<SHA256>.authenticationCode(for: body, using: secret).hexadecimal
        return KeyRing.areEqual(Array(expected.utf8), signature.lowercased().utf8)
    }
}
