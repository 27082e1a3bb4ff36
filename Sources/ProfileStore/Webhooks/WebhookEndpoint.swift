package import ProfileCore

/// Where another system sends what it knows, and all that is settled about it.
package struct WebhookEndpoint: Hashable, Sendable {
    /// What the other system signs with, as the store may know it.
    package struct Secret: Hashable, Sendable {
        package let sealed: [UInt8]
        /// Nil as long as no newer one takes its place.
        package let endsAt: Timestamp?

        package init(sealed: [UInt8], endsAt: Timestamp? = nil) {
            (self.sealed, self.endsAt) = (sealed, endsAt)
        }
    }

    /// What becomes of events of a type.
    package struct Rule: Hashable, Sendable {
        /// A type of the sender's; `orders/*` stands for all that begin so, and `*` for the rest.
        package let event: String
        /// The name of a mapping that comes with the program, or the text of one.
        package let mapping: String

        package init(event: String, mapping: String) {
            (self.event, self.mapping) = (event, mapping)
        }
    }

    package let name: String
    package var source: String
    /// The word of a scheme of signatures.
    package var scheme: String
    /// Newest first, never empty.
    package var secrets: [Secret]
    package var rules: [Rule]
    /// Whether a request to erase somebody waits for a person.
    package var reviewsErasures: Bool
    package let createdAt: Timestamp
    package var changedAt: Timestamp

    package init(
        name: String, source: String, scheme: String, secrets: [Secret], rules: [Rule], reviewsErasures: Bool = false,
        createdAt: Timestamp, changedAt: Timestamp
    ) {
        self.name = name
        self.source = source
        self.scheme = scheme
        self.secrets = secrets
        self.rules = rules
        self.reviewsErasures = reviewsErasures
        self.createdAt = createdAt
        self.changedAt = changedAt
    }
}

extension WebhookEndpoint {
    /// How many secrets one has at most, those included that are about to end.
    package static let secretLimit = 5

    /// Puts a secret before the others, which end at a moment, unless they do so before. Those that are over go. False,
    /// and nothing changes, when so many hold already that one of them would be lost.
    package mutating func rotate(to sealed: [UInt8], endingOthers end: Timestamp, at now: Timestamp) -> Bool {
        let others = secrets.filter { $0.endsAt.map { $0 > now } ?? true }
            .map { Secret(sealed: $0.sealed, endsAt: min($0.endsAt ?? end, end)) }
            .filter { $0.endsAt.map { $0 > now } ?? true }
        guard others.count < Self.secretLimit else { return false }
        secrets = [Secret(sealed: sealed)] + others
        changedAt = now
        return true
    }
}

extension WebhookEndpoint: Storable {
    package func write(to writer: inout ByteWriter) {
        writer.presence(reviewsErasures)
        writer.string(name)
        writer.string(source)
        writer.string(scheme)
        writer.moment(createdAt)
        writer.moment(changedAt)
        writer.values(secrets)
        writer.values(rules)
    }

    package init(from reader: inout ByteReader) throws(DecodingFailure) {
        var presence = try reader.presence()
        let (name, source, scheme) = (try reader.string(), try reader.string(), try reader.string())
        let (createdAt, changedAt) = (try reader.moment(), try reader.moment())
        self.init(
            name: name, source: source, scheme: scheme, secrets: try reader.values(), rules: try reader.values(),
            reviewsErasures: presence.next(), createdAt: createdAt, changedAt: changedAt)
        try reader.pass(presence)
    }
}

extension WebhookEndpoint.Secret: Storable {
    package func write(to writer: inout ByteWriter) {
        writer.presence(endsAt != nil)
        writer.bytes(sealed)
        if let endsAt { writer.moment(endsAt) }
    }

    package init(from reader: inout ByteReader) throws(DecodingFailure) {
        var presence = try reader.presence()
        let sealed = try reader.bytes()
        self.init(sealed: sealed, endsAt: presence.next() ? try reader.moment() : nil)
        try reader.pass(presence)
    }
}

extension WebhookEndpoint.Rule: Storable {
    package func write(to writer: inout ByteWriter) {
        writer.presence()
        writer.string(event)
        writer.string(mapping)
    }

    package init(from reader: inout ByteReader) throws(DecodingFailure) {
        let presence = try reader.presence()
        self.init(event: try reader.string(), mapping: try reader.string())
        try reader.pass(presence)
    }
}
