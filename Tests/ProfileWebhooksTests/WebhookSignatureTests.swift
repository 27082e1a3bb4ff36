import Foundation
import ProfileWebhooks
import Testing

@Suite("Signatures of messages that go out") struct WebhookSignatureTests {
    /// Source: the official tests of Standard Webhooks.
    @Test("The published example comes out") func example() throws {
        let secret = try #require(Data(base64Encoded: "MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"))
        let header = WebhookSignature.header(
            of: Array(#"{"test": 2432232314}"#.utf8), id: "msg_p5jXN8AQM9LWM0D4loKWxJek", sentAt: 1_614_265_330,
            by: [Array(secret)])
        #expect(header == "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=")
    }

    @Test("While a secret is changed both sign") func rotation() {
        let header = WebhookSignature.header(of: [1], id: "msg_1", sentAt: 1, by: [[1, 2], [3, 4]])
        let parts = header.split(separator: " ")
        #expect(parts.count == 2 && parts[0] != parts[1] && parts.allSatisfy { $0.hasPrefix("v1,") })
    }
}
