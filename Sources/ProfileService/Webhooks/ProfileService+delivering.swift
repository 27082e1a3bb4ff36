package import ProfileCore
package import ProfileStore

/// What a node does next for an endpoint.
package struct DeliveryRound: Sendable {
    package let webhook: Webhook
    package let claims: [WebhookDelivery.Claim]
    /// How long to take no more.
    package let pause: Duration
}

/// An answer to a message that was claimed.
package struct AnsweredClaim: Sendable {
    package let claim: WebhookDelivery.Claim
    package let answer: DeliveryAnswer

    package init(_ claim: WebhookDelivery.Claim, _ answer: DeliveryAnswer) {
        self.claim = claim
        self.answer = answer
    }
}

extension ProfileService {
    /// How long a node has for a message that it took; then another node may take it, under the next number. Longer
    /// than an attempt lasts. Clocks of nodes that differ by more may have a message sent twice at once, no more.
    private static let leaseSeconds: Int64 = 30
    /// How long what was given up is listed.
    private static let failuresKept: Int64 = 30 * Timestamp.millisecondsPerDay

    package func drawMessageID() -> String { "msg_" + drawName(at: now()) }

    /// Which of these endpoints something is due for.
    package func dueWebhooks(_ ids: [String]) async throws(StoreError) -> Set<String> {
        try await store.dueWebhooks(ids, at: now())
    }

    /// Takes in answers and takes up to `room` messages that are due, in one transaction; nil without the endpoint.
    package func exchange(
        of webhook: String, _ answers: [AnsweredClaim], room: Int
    ) async throws(StoreError) -> DeliveryRound? {
        let (moment, draw) = (now(), drawRandomBits)
        let drawID = { @Sendable in self.drawMessageID() }
        let selection = DeliverySelection(
            profiles: Set(answers.map(\.claim.queue)), dueAt: moment, limit: room)
        let round = try await store.changeDeliveries(of: webhook, selection) { known, deliveries in
            var (webhook, changed) = (known, [ProfileID: WebhookDelivery]())
            for answered in answers {
                let queue = answered.claim.queue
                guard var delivery = changed[queue] ?? deliveries[queue],
                    delivery.take(
                        answered.answer, to: answered.claim, at: moment, chance: Double(draw().1 >> 11) / 0x1p53)
                else { continue }
                changed[queue] = delivery
                webhook.note(answered.answer, at: moment)
            }
            var claims: [WebhookDelivery.Claim] = []
            let end = moment.advanced(bySeconds: Self.leaseSeconds)
            let isTold = webhook.halt == nil && webhook.rest(at: moment) == nil
            for (queue, delivery) in deliveries where isTold && claims.count < room {
                var delivery = changed[queue] ?? delivery
                guard let claim = delivery.claim(of: queue, at: moment, until: end, id: drawID()) else { continue }
                changed[queue] = delivery
                claims.append(claim)
            }
            let change = DeliveryChange(webhook: webhook == known ? nil : webhook, changed)
            let pause = Duration.milliseconds(webhook.pause(at: moment))
            return (change, DeliveryRound(webhook: webhook, claims: claims, pause: pause))
        }
        tellings.note(answers.map(\.answer))
        return round
    }

    /// Forgets what was given up long ago, and counts what waits.
    package func tidyDeliveries() async throws(StoreError) {
        let oldest = Timestamp(milliseconds: now().milliseconds - Self.failuresKept)
        try await store.forgetDeliveries(failedBefore: oldest)
        let counts = try await store.countDeliveries().values
        tellings.noteWaiting(counts.map(\.waiting).reduce(0, +), failed: counts.map(\.failed).reduce(0, +))
    }
}
