import InboundWebhooks
import ProfileCore
import Testing

@Suite("Signatures of other systems prove what they sent, and nothing else does")
struct SchemeTests {
    /// A delivery as its sender signs it: published vectors, and some that an independent program made.
    struct Vector: CustomTestStringConvertible, Sendable {
        let name: String
        let scheme: WebhookScheme
        let secret: String
        var method = "POST"
        var url = "https://shop.example.com/v1/webhooks/in/shop"
        let headers: [String: String]
        let body: String
        /// When it was signed, where that is signed, too.
        var signedAt: Int64?

        var testDescription: String { name }

        func request(
            body: String? = nil, url: String? = nil, without missing: String? = nil,
            with changed: [String: String] = [:]
        ) -> SignedRequest {
            let fields = headers.merging(changed) { $1 }.filter { $0.key != missing }
            let lowercased = Dictionary(uniqueKeysWithValues: fields.map { ($0.key.lowercased(), $0.value) })
            return SignedRequest(
                method: method, urls: [url ?? self.url], body: Array((body ?? self.body).utf8),
                headers: { lowercased[$0.lowercased()] })
        }

        func verdict(_ request: SignedRequest, secrets: [String]? = nil, at moment: Int64? = nil)
            -> WebhookScheme.Verdict
        {
            let now = Timestamp(milliseconds: moment ?? signedAt ?? 1_700_000_000_000)
            return scheme.verdict(on: request, secrets: (secrets ?? [secret]).map { Array($0.utf8) }, at: now)
        }
    }

    private static let hubspotSecret = "yyyyyyyy-yyyy-yyyy-yyyy-yyyyyyyyyyyy"

    static let vectors = [
        Vector(
            name: "Standard Webhooks", scheme: .standard, secret: "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw",
            headers: [
                "webhook-id": "msg_p5jXN8AQM9LWM0D4loKWxJek", "webhook-timestamp": "1614265330",
                "webhook-signature": "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=",
            ], body: #"{"test": 2432232314}"#, signedAt: 1_614_265_330_000),
        Vector(
            name: "Standard Webhooks by a public key", scheme: .standard,
            secret: "whpk_IItOJqfQXDEuY5NFoYVjiYL3nyjDCqU5OBZ4yWtrn+U=",
            headers: [
                "webhook-id": "msg_p5jXN8AQM9LWM0D4loKWxJek", "webhook-timestamp": "1614265330",
                "webhook-signature": "v1a,"
                    + "+dQIM0Iqg3EAjdDQaaXX473StHRekVA30RmMvdb+LhseAAZlvTTguuLX0lUNjUG/T5NXMplKFGXA4n402ENfDw==",
            ], body: #"{"test": 2432232314}"#, signedAt: 1_614_265_330_000),
        Vector(
            name: "HubSpot v1", scheme: .hubspotV1, secret: hubspotSecret,
            headers: [
                "X-HubSpot-Signature": "232db2615f3d666fe21a8ec971ac7b5402d33b9a925784df3ca654d05f4817de",
                "X-HubSpot-Signature-Version": "v1",
            ],
            body: #"[{"eventId":1,"subscriptionId":12345,"portalId":62515,"occurredAt":1564113600000,"#
                + #""subscriptionType":"contact.creation","attemptNumber":0,"objectId":123,"changeSource":"CRM","#
                + #""changeFlag":"NEW","appId":54321}]"#),
        Vector(
            name: "HubSpot v2", scheme: .hubspotV1, secret: hubspotSecret, method: "GET",
            url: "https://www.example.com/webhook_uri",
            headers: [
                "X-HubSpot-Signature": "eee2dddcc73c94d699f5e395f4b9d454a069a6855fbfa152e91e88823087200e",
                "X-HubSpot-Signature-Version": "v2",
            ], body: ""),
        Vector(
            name: "HubSpot v3", scheme: .hubspot, secret: hubspotSecret, url: "https://www.example.com/webhook_uri",
            headers: [
                "X-HubSpot-Signature-v3": "rQEKkaNUiu+1qGF//O/pw4BCzstSqO1PyUnGICmf+7o=",
                "X-HubSpot-Request-Timestamp": "1700000000000",
            ], body: #"{"example_field":"example_value"}"#, signedAt: 1_700_000_000_000),
        Vector(
            name: "Shopify", scheme: .shopify, secret: "hush",
            headers: ["X-Shopify-Hmac-SHA256": "D0UMXmhjwBRi4y66TmhJrDlhQABD7zI2fm3p6/QLMo8="],
            body: #"{"id":820982911946154508,"email":"jon@example.com"}"#),
        Vector(
            name: "Zendesk", scheme: .zendesk, secret: "dGhpc19zZWNyZXRfaXNfZm9yX3Rlc3Rpbmdfb25seQ==",
            headers: [
                "X-Zendesk-Webhook-Signature": "/mXSigLOoEkcTQbsWqgaVKrxFhN+K298pf/niM2rAnI=",
                "X-Zendesk-Webhook-Signature-Timestamp": "2021-03-25T05:09:27Z",
            ], body: #"{"a":1}"#, signedAt: 1_616_648_967_000),
        Vector(
            name: "WooCommerce", scheme: .woocommerce, secret: "wc-secret",
            headers: ["X-WC-Webhook-Signature": "CJGy2l17vmafo5cc0gtESTEst3ie65pcrP8ExTVLjmA="],
            body: #"{"id":727,"status":"processing"}"#),
        Vector(
            name: "Twilio", scheme: .twilio, secret: "12345", url: "https://shop.example.com/v1/webhooks/in/twilio",
            headers: [
                "X-Twilio-Signature": "wyXO9E41YLcbiqDkU8c8sE8bXIU=",
                "Content-Type": "application/x-www-form-urlencoded; charset=utf-8",
            ], body: "To=%2B14155550101&CallSid=CA1&From=%2B14155550100"),
        Vector(
            name: "Stripe", scheme: .stripe, secret: "whsec_test",
            headers: [
                "Stripe-Signature":
                    "t=1700000000,v1=c89214b5b5da833daed6f0b8c5bb6bd58cea9022bd80ccc78230f3942d632925"
            ], body: #"{"id":"evt_1"}"#, signedAt: 1_700_000_000_000),
        Vector(
            name: "Chatwoot", scheme: .chatwoot, secret: "chat-secret",
            headers: [
                "X-Chatwoot-Signature": "sha256=ffc1d820e07b40fe5d2b7be729d60ce37fad13e5f865808d11d600f56a4fdf62",
                "X-Chatwoot-Timestamp": "1700000000",
            ], body: #"{"event":"message_created"}"#, signedAt: 1_700_000_000_000),
        Vector(
            name: "a token in the header", scheme: .bearer, secret: "a-token-of-24-characters",
            headers: ["Authorization": "Bearer a-token-of-24-characters"], body: "{}"),
        Vector(
            name: "a token in the address", scheme: .bearer, secret: "a-token/of-24+characters",
            url: "https://shop.example.com/v1/webhooks/in/shop?token=a-token%2Fof-24%2Bcharacters", headers: [:],
            body: "{}"),
    ]

    private static func signedAt(_ vector: Vector) -> Timestamp? { vector.signedAt.map(Timestamp.init(milliseconds:)) }

    @Test("What the sender signed is genuine, also beside secrets that are new or about to end", arguments: vectors)
    func genuine(_ vector: Vector) {
        let expected = WebhookScheme.Verdict.genuine(signedAt: Self.signedAt(vector))
        #expect(vector.verdict(vector.request()) == expected)
        #expect(vector.verdict(vector.request(), secrets: ["another", vector.secret]) == expected)
    }

    @Test("Another secret, none, and an empty one prove nothing", arguments: vectors)
    func otherSecret(_ vector: Vector) {
        for secrets in [["another"], [], [""], [vector.secret + "x"]] {
            #expect(vector.verdict(vector.request(), secrets: secrets) == .forged(.wrongSignature))
        }
    }

    @Test("A changed body is not what was signed", arguments: vectors.filter { $0.scheme != .bearer })
    func otherBody(_ vector: Vector) {
        let changed = vector.scheme == .twilio ? vector.body + "&Body=hi" : vector.body + " "
        #expect(vector.verdict(vector.request(body: changed)) == .forged(.wrongSignature))
    }

    @Test("Without any of its fields, or with none that can be read, it is not signed", arguments: vectors)
    func unsigned(_ vector: Vector) {
        let needed = vector.headers.keys.filter { $0 != "Content-Type" && $0 != "X-HubSpot-Signature-Version" }
        for name in needed {
            #expect(vector.verdict(vector.request(without: name)) == .forged(.unsigned), "\(name)")
            let broken = vector.verdict(vector.request(with: [name: "§"]))
            #expect([.forged(.unsigned), .forged(.wrongSignature)].contains(broken), "\(name)")
        }
    }

    @Test("What was signed more than five minutes ago, or ahead, is out of time", arguments: vectors)
    func outOfTime(_ vector: Vector) throws {
        guard let signedAt = vector.signedAt else { return }
        for distance in [-300_001, 300_001, -86_400_000_000] as [Int64] {
            #expect(vector.verdict(vector.request(), at: signedAt + distance) == .forged(.outOfTime), "\(distance)")
        }
        for distance in [-300_000, 300_000] as [Int64] {
            let genuine = WebhookScheme.Verdict.genuine(signedAt: Timestamp(milliseconds: signedAt))
            #expect(vector.verdict(vector.request(), at: signedAt + distance) == genuine, "\(distance)")
        }
    }

    @Test("A time beyond all times is no time")
    func impossibleTimes() throws {
        for (name, field) in [
            ("Standard Webhooks", "webhook-timestamp"), ("HubSpot v3", "X-HubSpot-Request-Timestamp"),
            ("Chatwoot", "X-Chatwoot-Timestamp"),
        ] {
            let vector = try #require(Self.vectors.first { $0.name == name })
            for time in ["9223372036854775807", "-9223372036854775808", "99999999999999999999", "1e9", ""] {
                #expect(vector.verdict(vector.request(with: [field: time])) == .forged(.unsigned), "\(name) \(time)")
            }
        }
    }

    @Test("Where the address is signed, another one proves nothing")
    func otherAddress() throws {
        for name in ["HubSpot v3", "HubSpot v2", "Twilio"] {
            let vector = try #require(Self.vectors.first { $0.name == name })
            let elsewhere = vector.request(url: vector.url + "/other")
            #expect(vector.verdict(elsewhere) == .forged(.wrongSignature), "\(name)")
        }
    }

    @Test("Several signatures stand together while secrets rotate")
    func severalSignatures() throws {
        let standard = try #require(Self.vectors.first { $0.scheme == .standard })
        let both = "v1,AAAA v1a,BBBB " + (standard.headers["webhook-signature"] ?? "")
        let genuine = WebhookScheme.Verdict.genuine(signedAt: Self.signedAt(standard))
        #expect(standard.verdict(standard.request(with: ["webhook-signature": both])) == genuine)
        let stripe = try #require(Self.vectors.first { $0.scheme == .stripe })
        let more = (stripe.headers["Stripe-Signature"] ?? "") + ",v1=00ff,v0=aa"
        let signed = WebhookScheme.Verdict.genuine(signedAt: Self.signedAt(stripe))
        #expect(stripe.verdict(stripe.request(with: ["Stripe-Signature": more])) == signed)
    }

    @Test("A public key is no secret: a code that anybody can make with it proves nothing")
    func publicKey() throws {
        let vector = try #require(Self.vectors.first { $0.secret.hasPrefix("whpk_") })
        let signature = try #require(vector.headers["webhook-signature"])
        // HMAC-SHA256 of what was signed, by the text of the public key, and by its bytes.
        for forged in [
            "04pLeoG1FgqWOaVK4umN8GuedfnUez1qLsjU2YFqPfE=", "ktMQL8hqC/7uP0GQYIai03tBMiZYHhFcCJVZWjQX4/I=",
        ] {
            let request = vector.request(with: ["webhook-signature": "v1," + forged])
            #expect(vector.verdict(request) == .forged(.wrongSignature))
        }
        let both = vector.request(with: ["webhook-signature": "v1,AAAA " + signature])
        #expect(vector.verdict(both) == .genuine(signedAt: Self.signedAt(vector)))
        let renamed = vector.request(with: ["webhook-signature": signature.replacing("v1a,", with: "v1,")])
        #expect(vector.verdict(renamed) == .forged(.wrongSignature))
    }

    @Test("WooCommerce's first knock is a ping; anything more has to be signed")
    func ping() throws {
        let vector = try #require(Self.vectors.first { $0.scheme == .woocommerce })
        let form = ["Content-Type": "application/x-www-form-urlencoded"]
        let name = "X-WC-Webhook-Signature"
        #expect(vector.verdict(vector.request(body: "webhook_id=7", without: name, with: form)) == .ping)
        for body in ["webhook_id=7&x=1", "webhook_id=x", "id=7"] {
            let verdict = vector.verdict(vector.request(body: body, without: name, with: form))
            #expect(verdict == .forged(.unsigned), "\(body)")
        }
        #expect(vector.verdict(vector.request(body: "webhook_id=7", without: name)) == .forged(.unsigned))
    }
}
