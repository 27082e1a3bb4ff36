import Foundation
package import ProfileCore
package import ProfileStore
import ProfileWire

/// What a message says, without personal data: who is told looks the rest up as whoever they are.
package enum WebhookMessage {
    /// `source` is who tells, for formats that name it.
    package static func body(
        of event: WebhookEvent, id: String, in format: Webhook.Format, from source: String
    ) -> [UInt8] {
        body(typed: event.kind.rawValue, at: event.at, id: id, in: format, from: source, about: event.profile) { json in
            json.object { $0.data(of: event) }
        }
    }

    static let pingType = "webhook.ping"

    /// A message that only shows that the way is open.
    package static func ping(
        of webhook: String, id: String, at now: Timestamp, in format: Webhook.Format, from source: String
    ) -> [UInt8] {
        body(typed: pingType, at: now, id: id, in: format, from: source, about: nil) { json in
            json.object { $0.member("webhook", webhook) }
        }
    }

    /// As lines of HTTP.
    package static func lines(id: String, sentAt now: Timestamp, in format: Webhook.Format, signed: String) -> [String]
    {
        let type = format == .cloudEvents ? "application/cloudevents+json; charset=utf-8" : "application/json"
        return [
            "Content-Type: \(type)", "webhook-id: \(id)", "webhook-timestamp: \(now.seconds)",
            "webhook-signature: \(signed)",
        ]
    }

    /// Of Standard Webhooks 1.0.0, or a structured event of CloudEvents 1.0.
    private static func body(
        typed type: String, at moment: Timestamp, id: String, in format: Webhook.Format, from source: String,
        about profile: ProfileID?, _ data: (inout JSONWriter) -> Void
    ) -> [UInt8] {
        var json = JSONWriter(reservingCapacity: 512)
        json.object { json in
            switch format {
            case .standard:
                json.member("type", type)
                json.member("timestamp", moment)
            case .cloudEvents:
                json.member("specversion", "1.0")
                json.member("id", id)
                json.member("source", source)
                json.member("type", type)
                json.present("subject", profile?.description)
                json.member("time", moment)
                json.member("datacontenttype", "application/json")
            }
            json.member("data", data)
        }
        return json.bytes
    }
}

extension Timestamp {
    /// Since 1970-01-01T00:00:00Z, as signatures count.
    package var seconds: Int64 { milliseconds.flooredQuotient(by: Self.millisecondsPerSecond) }
}

extension JSONWriter {
    fileprivate mutating func data(of event: WebhookEvent) {
        member("id", event.profile.description)
        present("version", event.version)
        if let parts = event.parts {
            member("kinds") { $0.array(of: parts.kinds) { $0.string($1.word) } }
            member("sections") { $0.array(of: ProfileSection.affected(by: parts)) { $0.string($1.rawValue) } }
        }
        switch event.content {
        case .merged(let absorbed), .unmerged(let absorbed): member("absorbed", absorbed.description)
        case .tierChanged(let from, let to):
            member("from", from)
            member("to", to)
        case .created, .updated, .erased, .problemRepeated, .conflictOpened: break
        }
    }
}
