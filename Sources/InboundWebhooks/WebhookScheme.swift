import Crypto
import Foundation
package import ProfileCore
import ProfileWire

/// How a system proves that a delivery is its own.
package enum WebhookScheme: String, CaseIterable, Hashable, Sendable {
    case shopify, woocommerce, hubspot
    /// HubSpot's first signatures, which say nothing of the time and are older apps' alone.
    case hubspotV1 = "hubspot_v1"
    case zendesk, chatwoot, stripe
    /// Standard Webhooks 1.0.0.
    case standard
    case twilio
    /// A token that both sides know.
    case bearer

    /// What is to be thought of a delivery.
    package enum Verdict: Hashable, Sendable {
        /// It is the sender's; the moment is the one that was signed with it, if any.
        case genuine(signedAt: Timestamp?)
        /// A harmless knock before the first delivery, which nobody signs.
        case ping
        case forged(Flaw)
    }

    package enum Flaw: Hashable, Sendable {
        case unsigned
        case wrongSignature
        /// Signed at another time than about now: it may have been sent before.
        case outOfTime
    }

    /// How long before or after now a delivery may have been signed.
    package static let tolerance: Int64 = 300_000

    /// Tries every secret. Comparing takes the same time wherever signatures differ.
    package func verdict(on request: SignedRequest, secrets: [[UInt8]], at now: Timestamp) -> Verdict {
        if self == .woocommerce, Self.isPing(request) { return .ping }
        guard let claim = claim(in: request) else { return .forged(.unsigned) }
        let holds = secrets.reduce(false) { known, secret in claim.isProved(by: secret) || known }
        guard holds else { return .forged(.wrongSignature) }
        if let signedAt = claim.signedAt, abs(signedAt.milliseconds - now.milliseconds) > Self.tolerance {
            return .forged(.outOfTime)
        }
        return .genuine(signedAt: claim.signedAt)
    }

    /// What a secret has to be, if no delivery could ever be proved by this one; nil for one that can.
    package func rule(brokenBy secret: String) -> String? {
        switch self {
        case .standard: SignatureClaim.standardRule(brokenBy: secret)
        // Any text is a key, or a token, as it stands.
        case .shopify, .woocommerce, .hubspot, .hubspotV1, .zendesk, .chatwoot, .stripe, .twilio, .bearer: nil
        }
    }

    /// What the request says it is signed with; nil when it says nothing.
    private func claim(in request: SignedRequest) -> SignatureClaim? {
        switch self {
        case .shopify: .body(of: request, "X-Shopify-Hmac-SHA256")
        case .woocommerce: .body(of: request, "X-WC-Webhook-Signature")
        case .hubspot: .hubspot(request)
        case .hubspotV1: .hubspotV1(request)
        case .zendesk: .zendesk(request)
        case .chatwoot: .chatwoot(request)
        case .stripe: .stripe(request)
        case .standard: .standard(request)
        case .twilio: .twilio(request)
        case .bearer: .bearer(request)
        }
    }

    /// WooCommerce sends `webhook_id=7` as a form when a webhook is saved.
    private static func isPing(_ request: SignedRequest) -> Bool {
        let start = Array("webhook_id=".utf8)
        return request.isForm && request.body.starts(with: start) && request.body.count <= start.count + 20
            && request.body.dropFirst(start.count).allSatisfy { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }
    }
}

/// What a request says it is signed with: codes, one of which a secret has to give for one of the texts.
struct SignatureClaim: Sendable {
    enum Method: Sendable {
        case hmacSHA256, hmacSHA1
        /// SHA-256 of the secret and the text behind it.
        case prefixedSHA256
        /// The text is the secret.
        case equality
        /// HMAC-SHA256, by the key that a secret of Standard Webhooks writes down.
        case standardWebhooks
    }

    let method: Method
    let codes: [[UInt8]]
    let texts: [[UInt8]]
    var signedAt: Timestamp?
    /// Signatures by Ed25519, for a public key in place of a secret.
    var publicCodes: [[UInt8]] = []

    func isProved(by secret: [UInt8]) -> Bool {
        guard !secret.isEmpty else { return false }
        // What everybody may know proves nothing as a secret.
        if method == .standardWebhooks, secret.starts(with: Self.publicPrefix) { return isSigned(for: secret) }
        return texts.reduce(false) { known, text in
            let expected = expected(text, secret)
            return codes.reduce(false) { Self.areEqual($1, expected) || $0 } || known
        }
    }

    private func expected(_ text: [UInt8], _ secret: [UInt8]) -> [UInt8] {
        switch method {
        case .hmacSHA256: Array(HMAC<SHA256>.authenticationCode(for: text, using: SymmetricKey(data: secret)))
        case .hmacSHA1: Array(HMAC<Insecure.SHA1>.authenticationCode(for: text, using: SymmetricKey(data: secret)))
        case .prefixedSHA256: Array(SHA256.hash(data: secret + text))
        case .equality: Array(SHA256.hash(data: secret))
        case .standardWebhooks:
            Array(HMAC<SHA256>.authenticationCode(for: text, using: SymmetricKey(data: Self.standardKey(secret))))
        }
    }

    private static let publicPrefix = Array("whpk_".utf8)
    private static let secretPrefix = Array("whsec_".utf8)
    private static let privatePrefix = Array("whsk_".utf8)

    /// Whether the holder of the private key signed it whose public one follows `whpk_`, in base64.
    private func isSigned(for written: [UInt8]) -> Bool {
        guard let key = Self.publicKey(written) else { return false }
        return publicCodes.contains { code in texts.contains { key.isValidSignature(code, for: $0) } }
    }

    private static func publicKey(_ written: [UInt8]) -> Curve25519.Signing.PublicKey? {
        key(written, behind: publicPrefix).flatMap { try? Curve25519.Signing.PublicKey(rawRepresentation: $0) }
    }

    /// What follows `whsec_`, in base64; a secret of another form is a key as it is.
    private static func standardKey(_ secret: [UInt8]) -> [UInt8] {
        let prefix = secret.starts(with: secretPrefix) ? secretPrefix : []
        return key(secret, behind: prefix).map(Array.init) ?? secret
    }

    /// Nil for what is not written in base64, or is empty.
    private static func key(_ written: [UInt8], behind prefix: [UInt8]) -> Data? {
        Data(base64Encoded: Data(written.dropFirst(prefix.count))).flatMap { $0.isEmpty ? nil : $0 }
    }

    fileprivate static func standardRule(brokenBy text: String) -> String? {
        let secret = Array(text.utf8)
        if secret.starts(with: publicPrefix) {
            return publicKey(secret) == nil ? "whpk_ with a public key of Ed25519 behind it: 32 bytes in base64" : nil
        }
        if secret.starts(with: privatePrefix) {
            return "the public key whpk_…: whsk_ is the private one, which its owner shows nobody"
        }
        let isBroken = secret.starts(with: secretPrefix) && key(secret, behind: secretPrefix) == nil
        return isBroken ? "whsec_ with a key in base64 behind it, padded with =" : nil
    }

    private static func areEqual(_ one: [UInt8], _ other: [UInt8]) -> Bool {
        guard one.count == other.count else { return false }
        return zip(one, other).reduce(0 as UInt8) { $0 | ($1.0 ^ $1.1) } == 0
    }
}

// MARK: The schemes

extension SignatureClaim {
    private static func base64(_ text: some StringProtocol) -> [UInt8]? {
        Data(base64Encoded: String(text)).map(Array.init)
    }

    /// Base64 of the HMAC of the body.
    fileprivate static func body(of request: SignedRequest, _ name: String) -> SignatureClaim? {
        guard let code = request.header(name).flatMap({ base64($0) }) else { return nil }
        return SignatureClaim(method: .hmacSHA256, codes: [code], texts: [request.body])
    }

    /// Version 3: method, address, body and time.
    ///
    /// Source: HubSpot, "Validating requests".
    fileprivate static func hubspot(_ request: SignedRequest) -> SignatureClaim? {
        guard let code = request.header("X-HubSpot-Signature-v3").flatMap({ base64($0) }),
            let time = request.header("X-HubSpot-Request-Timestamp"), let signedAt = Timestamp(milliseconds: time)
        else { return nil }
        let texts = request.urls.map { url in
            Array((request.method + HubSpotAddress.decoded(url)).utf8) + request.body + Array(time.utf8)
        }
        return SignatureClaim(method: .hmacSHA256, codes: [code], texts: texts, signedAt: signedAt)
    }

    /// Versions 1 and 2: the body, and with the second the method and the address before it.
    fileprivate static func hubspotV1(_ request: SignedRequest) -> SignatureClaim? {
        guard let code = request.header("X-HubSpot-Signature").flatMap({ Hex.bytes($0) }) else { return nil }
        guard request.header("X-HubSpot-Signature-Version") == "v2" else {
            return SignatureClaim(method: .prefixedSHA256, codes: [code], texts: [request.body])
        }
        let texts = request.urls.map { Array((request.method + $0).utf8) + request.body }
        return SignatureClaim(method: .prefixedSHA256, codes: [code], texts: texts)
    }

    fileprivate static func zendesk(_ request: SignedRequest) -> SignatureClaim? {
        guard let code = request.header("X-Zendesk-Webhook-Signature").flatMap({ base64($0) }),
            let time = request.header("X-Zendesk-Webhook-Signature-Timestamp"), let signedAt = Timestamp(text: time)
        else { return nil }
        let text = Array(time.utf8) + request.body
        return SignatureClaim(method: .hmacSHA256, codes: [code], texts: [text], signedAt: signedAt)
    }

    fileprivate static func chatwoot(_ request: SignedRequest) -> SignatureClaim? {
        let signature = request.header("X-Chatwoot-Signature")
        let digits = signature.flatMap { $0.hasPrefix("sha256=") ? $0.dropFirst(7) : nil }
        guard let code = digits.flatMap({ Hex.bytes($0) }), let time = request.header("X-Chatwoot-Timestamp"),
            let signedAt = Timestamp(seconds: time)
        else { return nil }
        let text = Array("\(time).".utf8) + request.body
        return SignatureClaim(method: .hmacSHA256, codes: [code], texts: [text], signedAt: signedAt)
    }

    /// `t=1700000000,v1=…`, with a code for each secret while one takes another's place.
    fileprivate static func stripe(_ request: SignedRequest) -> SignatureClaim? {
        let parts = (request.header("Stripe-Signature") ?? "").split(separator: ",").map { part in
            part.drop { $0 == " " }.split(separator: "=", maxSplits: 1)
        }
        let values = { (name: String) in parts.filter { $0.count == 2 && $0[0] == name }.map { $0[1] } }
        let codes = values("v1").prefix(mostCodes).compactMap { Hex.bytes($0) }
        guard let time = values("t").first, let signedAt = Timestamp(seconds: time), !codes.isEmpty else { return nil }
        let text = Array("\(time).".utf8) + request.body
        return SignatureClaim(method: .hmacSHA256, codes: codes, texts: [text], signedAt: signedAt)
    }

    /// Source: Standard Webhooks 1.0.0. Svix, which it comes from, has names of its own for the same fields.
    fileprivate static func standard(_ request: SignedRequest) -> SignatureClaim? {
        guard let id = request.header(["webhook-id", "svix-id"]),
            let time = request.header(["webhook-timestamp", "svix-timestamp"]), let signedAt = Timestamp(seconds: time),
            let signatures = request.header(["webhook-signature", "svix-signature"])
        else { return nil }
        let all = signatures.split(separator: " ").prefix(mostCodes)
        let codes = { (version: String) in
            all.filter { $0.hasPrefix(version) }.compactMap { base64($0.dropFirst(version.count)) }
        }
        let (own, published) = (codes("v1,"), codes("v1a,"))
        guard !own.isEmpty || !published.isEmpty else { return nil }
        let text = Array("\(id).\(time).".utf8) + request.body
        return SignatureClaim(
            method: .standardWebhooks, codes: own, texts: [text], signedAt: signedAt, publicCodes: published)
    }

    private static let mostCodes = 8

    /// The address, and behind it names and values of the form, sorted by name; of another body its hash stands in the
    /// address.
    ///
    /// Source: Twilio, "Webhooks security".
    fileprivate static func twilio(_ request: SignedRequest) -> SignatureClaim? {
        guard let code = request.header("X-Twilio-Signature").flatMap({ base64($0) }) else { return nil }
        guard request.isForm else { return twilioBody(request, code) }
        guard let form = FormFields(request.body) else { return nil }
        let sorted = form.fields.sorted { ($0.name, $0.value) < ($1.name, $1.value) }
        let fields = sorted.map { $0.name + $0.value }.joined()
        return SignatureClaim(method: .hmacSHA1, codes: [code], texts: request.urls.map { Array(($0 + fields).utf8) })
    }

    private static func twilioBody(_ request: SignedRequest, _ code: [UInt8]) -> SignatureClaim? {
        let hash = Hex.text(SHA256.hash(data: request.body))
        let urls = request.urls.filter { $0.hasSuffix("bodySHA256=\(hash)") || $0.contains("bodySHA256=\(hash)&") }
        return urls.isEmpty ? nil : SignatureClaim(method: .hmacSHA1, codes: [code], texts: urls.map { Array($0.utf8) })
    }

    /// In the header or, for systems that can send no header, as `token` in the address. Hashes are compared, so that
    /// the time tells nothing of the length either.
    fileprivate static func bearer(_ request: SignedRequest) -> SignatureClaim? {
        let header = request.header("Authorization").flatMap { value in
            value.prefix(7).lowercased() == "bearer " ? String(value.dropFirst(7)) : nil
        }
        let query = request.urls.first?.split(separator: "?", maxSplits: 1).dropFirst().first
        guard let token = header ?? query.flatMap({ FormFields($0.utf8)?["token"] }) else { return nil }
        return SignatureClaim(method: .equality, codes: [Array(SHA256.hash(data: Array(token.utf8)))], texts: [[]])
    }
}

/// HubSpot signs addresses with some escapes taken back.
///
/// Source: HubSpot, "Validating requests", v3.
private enum HubSpotAddress {
    private static let escapes: [(String, String)] = [
        ("%3A", ":"), ("%2F", "/"), ("%3F", "?"), ("%40", "@"), ("%21", "!"), ("%24", "$"), ("%27", "'"), ("%28", "("),
        ("%29", ")"), ("%2A", "*"), ("%2C", ","), ("%3B", ";"),
    ]

    static func decoded(_ url: String) -> String {
        guard url.utf8.contains(UInt8(ascii: "%")) else { return url }
        return escapes.reduce(url) { text, escape in
            text.replacing(escape.0, with: escape.1).replacing(escape.0.lowercased(), with: escape.1)
        }
    }
}

extension Timestamp {
    private static let latest: Int64 = 8_000_000_000_000

    /// Seconds since 1970, as schemes of signatures write them; nil for what is none, or lies beyond all times.
    fileprivate init?(seconds text: some StringProtocol) {
        guard let seconds = Int64(text), (0...Self.latest / 1000).contains(seconds) else { return nil }
        self.init(milliseconds: seconds * 1000)
    }

    fileprivate init?(milliseconds text: String) {
        guard let milliseconds = Int64(text), (0...Self.latest).contains(milliseconds) else { return nil }
        self.init(milliseconds: milliseconds)
    }
}
