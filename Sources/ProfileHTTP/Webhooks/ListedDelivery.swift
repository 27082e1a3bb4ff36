import ProfileCore
import ProfileStore
import ProfileWire

/// A delivery as a list has it, without its content.
struct ListedDelivery {
    fileprivate let id: String
    fileprivate let state: IncomingDelivery.State
    let place: DeliveryPlace
    fileprivate let event: String?
    fileprivate let reasons: [WebhookContent.Reason]
    fileprivate let isReplayable: Bool
    /// Whom a request is about.
    fileprivate let profiles: [ProfileID]?

    init(_ delivery: IncomingDelivery, _ profiles: [ProfileID]?) {
        (id, state, place) = (delivery.key.id, delivery.state, delivery.place)
        (event, reasons) = (delivery.content?.event, delivery.content?.reasons ?? [])
        isReplayable = state == .failed && delivery.content?.sealed != nil
        self.profiles = profiles
    }
}

extension JSONWriter {
    mutating func delivery(_ delivery: ListedDelivery) {
        object { json in
            json.member("id", delivery.id)
            json.member("state", delivery.state.word)
            json.member("received_at", delivery.place.receivedAt)
            guard let event = delivery.event else { return }
            json.member("event", event)
            json.member("replayable", delivery.isReplayable)
            json.present("profiles", delivery.profiles) { json, ids in
                json.array(of: ids) { $0.string($1.description) }
            }
            json.member("errors") { $0.array(of: delivery.reasons) { $0.flaw(at: nil, $1.code, $1.detail) } }
        }
    }
}
