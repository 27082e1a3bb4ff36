/// What is to be told an endpoint of one profile: the message that is being sent, and what has happened since.
///
/// A message stays as it is from its first attempt on, so that its id names the same in every attempt. What happens
/// meanwhile waits behind it.
package struct WebhookDelivery: Hashable, Sendable {
    package struct Message: Hashable, Sendable {
        package let id: String
        package let event: WebhookEvent
        /// Those that failed.
        package fileprivate(set) var attempts = 0
        package fileprivate(set) var lastAnswer: DeliveryAnswer?

        package init(id: String, event: WebhookEvent) {
            self.id = id
            self.event = event
        }
    }

    /// A message that a node took to send it.
    package struct Claim: Hashable, Sendable {
        package let queue: ProfileID
        /// An answer counts only under the number of the latest claim.
        package let lease: Int
        package let message: Message
    }

    package enum State: String, CaseIterable, Sendable {
        case waiting
        /// A node has taken it.
        case sending
        /// It failed and is tried again.
        case retrying
        /// It was given up.
        case failed
    }

    package private(set) var message: Message?
    package private(set) var waiting: [WebhookEvent] = []
    package private(set) var lease = 0
    /// Whether a node has taken the message; then its lease ends at `dueAt`.
    package private(set) var isTaken = false
    /// When it is to be sent; nil for a message that was given up.
    package private(set) var dueAt: Timestamp?
    package private(set) var failedAt: Timestamp?

    package init() {}

    /// Whether there is nothing left to tell.
    package var isEmpty: Bool { message == nil && waiting.isEmpty }

    package var state: State {
        if failedAt != nil { return .failed }
        if isTaken { return .sending }
        return message == nil ? .waiting : .retrying
    }

    /// Adds an event. A message that was given up is sent again with it.
    package mutating func add(_ event: WebhookEvent, at now: Timestamp) {
        if failedAt != nil, let message {
            waiting = [message.event]
            (self.message, failedAt) = (nil, nil)
        }
        event.fold(into: &waiting)
        if !isTaken, event.content == .erased { message = nil }
        if message == nil { dueAt = waiting.isEmpty ? nil : min(dueAt ?? now, now) }
    }

    /// Takes the next message to send it before `end`; nil when none is due. `id` is for one that was not tried before.
    package mutating func claim(
        of queue: ProfileID, at now: Timestamp, until end: Timestamp, id: @autoclosure () -> String
    ) -> Claim? {
        guard let dueAt, dueAt <= now, !isEmpty else { return nil }
        let message = message ?? Message(id: id(), event: waiting.removeFirst())
        self.message = message
        (lease, isTaken, self.dueAt) = (lease + 1, true, end)
        return Claim(queue: queue, lease: lease, message: message)
    }

    /// Takes in the answer to a claim; false when a later claim, or none, holds, and nothing changes. `chance` is a
    /// random number from 0 up to 1.
    package mutating func take(
        _ answer: DeliveryAnswer, to claim: Claim, at now: Timestamp, chance: Double
    ) -> Bool {
        // A new row counts its leases from 1, so an old claim may have the number of a new one.
        guard isTaken, lease == claim.lease, var tried = message, tried.id == claim.message.id else { return false }
        isTaken = false
        let verdict = DeliveryVerdict(answer)
        // Of an erased profile, only the erasure is sent.
        if verdict == .delivered || waiting.first?.content == .erased {
            message = nil
            dueAt = waiting.isEmpty ? nil : now
            return true
        }
        tried.attempts += 1
        tried.lastAnswer = answer
        message = tried
        if case .failed(let wished) = verdict,
            let pause = RetrySchedule.pause(after: tried.attempts, wished: wished, chance: chance)
        {
            dueAt = Timestamp(milliseconds: now.milliseconds + pause)
        } else {
            giveUp(at: now)
        }
        return true
    }

    /// What waits behind a message that is given up takes it along, in a message of its own.
    private mutating func giveUp(at now: Timestamp) {
        guard let event = message?.event, !waiting.isEmpty else {
            (dueAt, failedAt) = (nil, now)
            return
        }
        var told = [event]
        for later in waiting { later.fold(into: &told) }
        (message, waiting) = (nil, told)
        dueAt = told.isEmpty ? nil : now
    }

    /// With its message due, and all attempts before it, if that was given up or waits for its next attempt; nil
    /// otherwise.
    package func retried(at now: Timestamp) -> WebhookDelivery? {
        guard state == .failed || state == .retrying else { return nil }
        var retried = self
        retried.message?.attempts = 0
        (retried.dueAt, retried.failedAt) = (now, nil)
        return retried
    }
}

extension WebhookDelivery: Storable {
    package func write(to writer: inout ByteWriter) {
        writer.presence(message != nil, isTaken, dueAt != nil, failedAt != nil)
        writer.integer(lease)
        writer.values(waiting)
        if let message { message.write(to: &writer) }
        if let dueAt { writer.moment(dueAt) }
        if let failedAt { writer.moment(failedAt) }
    }

    package init(from reader: inout ByteReader) throws(DecodingFailure) {
        var presence = try reader.presence()
        lease = try reader.int()
        waiting = try reader.values()
        if presence.next() { message = try Message(from: &reader) }
        isTaken = presence.next()
        if presence.next() { dueAt = try reader.moment() }
        if presence.next() { failedAt = try reader.moment() }
        try reader.pass(presence)
    }
}

extension WebhookDelivery.Message: Storable {
    package func write(to writer: inout ByteWriter) {
        writer.presence(lastAnswer != nil)
        writer.string(id)
        writer.count(attempts)
        event.write(to: &writer)
        if let lastAnswer { lastAnswer.write(to: &writer) }
    }

    package init(from reader: inout ByteReader) throws(DecodingFailure) {
        var presence = try reader.presence()
        let (id, attempts) = (try reader.string(), try reader.count())
        self.init(id: id, event: try WebhookEvent(from: &reader))
        self.attempts = attempts
        if presence.next() { lastAnswer = try DeliveryAnswer(from: &reader) }
        try reader.pass(presence)
    }
}

extension DeliveryAnswer: Storable {
    package func write(to writer: inout ByteWriter) {
        switch self {
        case .status(let status, _): writer.integer(status)
        case .failed(let failure): writer.integer(-1 - (DeliveryFailure.allCases.firstIndex(of: failure) ?? 0))
        }
    }

    /// How long the receiver asked to wait is kept as the time of the next attempt.
    package init(from reader: inout ByteReader) throws(DecodingFailure) {
        let number = try reader.int()
        guard number < 0 else {
            self = .status(number, retryAfter: nil)
            return
        }
        let place = -1 - number
        guard DeliveryFailure.allCases.indices.contains(place) else { throw .invalid("failure") }
        self = .failed(DeliveryFailure.allCases[place])
    }
}
