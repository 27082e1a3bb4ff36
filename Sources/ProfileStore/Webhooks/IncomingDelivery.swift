package import ProfileCore

/// What another system sent once.
package struct IncomingDelivery: Hashable, Sendable {
    package struct Key: Hashable, Sendable {
        package let endpoint: String
        package let id: String

        package init(endpoint: String, id: String) {
            (self.endpoint, self.id) = (endpoint, id)
        }
    }

    package enum State: UInt8, CaseIterable, Hashable, Sendable {
        /// Nothing but its id is kept.
        case taken = 0
        /// Kept with its reason, to be tried again.
        case failed = 1
        /// It asks for something that a person does.
        case waiting = 2
        /// A person, or the service, did what it asked for; nothing personal is kept of it.
        case settled = 3
    }

    package let key: Key
    package let state: State
    package let receivedAt: Timestamp
    /// Whom it is about.
    package let names: [Tombstone]
    /// Nil for one that was taken.
    package let content: WebhookContent?

    package init(
        key: Key, state: State, receivedAt: Timestamp, names: [Tombstone] = [], content: WebhookContent? = nil
    ) {
        self.key = key
        self.state = state
        self.receivedAt = receivedAt
        self.names = names
        self.content = content
    }
}

/// What is kept of a delivery that was not taken.
package struct WebhookContent: Hashable, Sendable {
    /// What was wrong, or what it asks for.
    package struct Reason: Hashable, Sendable {
        /// A word for programs.
        package let code: String
        /// For people; never a value that came with the delivery.
        package let detail: String

        package init(code: String, detail: String) {
            (self.code, self.detail) = (code, detail)
        }
    }

    /// A type of the sender's.
    package let event: String
    package let reasons: [Reason]
    /// What was sent and what its header said of it, sealed; nil when it is of no more use.
    package let sealed: [UInt8]?

    package init(event: String, reasons: [Reason], sealed: [UInt8]?) {
        self.event = event
        self.reasons = reasons
        self.sealed = sealed
    }
}

extension WebhookContent: Storable {
    package func write(to writer: inout ByteWriter) {
        writer.presence(sealed != nil)
        writer.string(event)
        writer.values(reasons)
        if let sealed { writer.bytes(sealed) }
    }

    package init(from reader: inout ByteReader) throws(DecodingFailure) {
        var presence = try reader.presence()
        let event = try reader.string()
        self.init(event: event, reasons: try reader.values(), sealed: presence.next() ? try reader.bytes() : nil)
        try reader.pass(presence)
    }
}

extension WebhookContent.Reason: Storable {
    package func write(to writer: inout ByteWriter) {
        writer.presence()
        writer.string(code)
        writer.string(detail)
    }

    package init(from reader: inout ByteReader) throws(DecodingFailure) {
        let presence = try reader.presence()
        self.init(code: try reader.string(), detail: try reader.string())
        try reader.pass(presence)
    }
}

extension ByteWriter {
    package mutating func bytes(_ bytes: [UInt8]) {
        count(bytes.count)
        for byte in bytes { self.byte(byte) }
    }
}

extension ByteReader {
    package mutating func bytes() throws(DecodingFailure) -> [UInt8] {
        var bytes: [UInt8] = []
        for _ in 0..<(try count()) { bytes.append(try byte()) }
        return bytes
    }
}
