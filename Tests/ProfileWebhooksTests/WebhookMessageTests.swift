import Foundation
import ProfileCore
import ProfileStore
import ProfileWebhooks
import Testing

@Suite("What messages say") struct WebhookMessageTests {
    private static let profile = ProfileID(high: 1, low: 1)
    private static let moment = Timestamp(milliseconds: 1_795_737_600_000)

    @Test("An update, after Standard Webhooks and as an event of CloudEvents")
    func updated() throws {
        let event = WebhookEvent(.updated([.orders, .problems]), of: Self.profile, version: 7, at: Self.moment)
        let standard = try Self.object(event, .standard)
        #expect(standard["type"] as? String == "profile.updated")
        let written = try #require(standard["timestamp"] as? String)
        #expect(try Date(written, strategy: .iso8601) == Date(timeIntervalSince1970: 1_795_737_600))
        let data = try #require(standard["data"] as? [String: Any])
        #expect(data["id"] as? String == Self.profile.description && data["version"] as? Int == 7)
        #expect(data["kinds"] as? [String] == ["order"])
        let sections = try #require(data["sections"] as? [String])
        #expect(sections.contains("purchases") && !sections.contains("consents") && !sections.contains("aliases"))
        let cloud = try Self.object(event, .cloudEvents)
        let expected = [
            "specversion": "1.0", "id": "msg_1", "source": "https://me.example", "type": "profile.updated",
            "subject": Self.profile.description, "time": written, "datacontenttype": "application/json",
        ]
        for (name, value) in expected { #expect(cloud[name] as? String == value) }
        #expect(cloud["data"] as? NSDictionary == data as NSDictionary)
    }

    @Test("Each event says what it has to, and stays small")
    func events() throws {
        let contents: [WebhookEvent.Content] = [
            .created(.all), .updated(.all), .merged(absorbed: ProfileID(high: 2, low: 2)),
            .unmerged(absorbed: ProfileID(high: 2, low: 2)), .erased, .tierChanged(from: nil, to: "gold"),
            .problemRepeated, .conflictOpened,
        ]
        for content in contents {
            let event = WebhookEvent(content, of: Self.profile, version: nil, at: Self.moment)
            for format in Webhook.Format.allCases {
                let body = WebhookMessage.body(of: event, id: "msg_1", in: format, from: "https://me.example")
                #expect(body.count < 1_024)
                let object = try #require(try JSONSerialization.jsonObject(with: Data(body)) as? [String: Any])
                #expect(object["type"] as? String == event.kind.rawValue)
            }
        }
        let tier = try Self.object(
            WebhookEvent(.tierChanged(from: nil, to: "gold"), of: Self.profile, version: nil, at: Self.moment),
            .standard)
        let data = try #require(tier["data"] as? [String: Any])
        #expect(data["from"] is NSNull && data["to"] as? String == "gold" && data["version"] == nil)
    }

    private static func object(_ event: WebhookEvent, _ format: Webhook.Format) throws -> [String: Any] {
        let body = WebhookMessage.body(of: event, id: "msg_1", in: format, from: "https://me.example")
        return try #require(try JSONSerialization.jsonObject(with: Data(body)) as? [String: Any])
    }
}
