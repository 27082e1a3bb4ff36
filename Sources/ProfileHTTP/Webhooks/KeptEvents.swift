import Foundation
import InboundWebhooks
import ProfileCore
import ProfileStore
import ProfileWire

/// The events of a delivery as they are kept, sealed, until they are taken.
struct KeptEvents: Sendable {
    struct Event: Sendable {
        let type: String
        /// Perhaps without the members that nobody reads.
        let document: JSONValue
        /// What the document was read from; nil where all of it was.
        private let body: [UInt8]?

        init(type: String, document: JSONValue, body: [UInt8]? = nil) {
            (self.type, self.document, self.body) = (type, document, body)
        }

        /// With every member of the document.
        fileprivate func whole() throws(JSONError) -> Event {
            guard let body else { return self }
            return Event(type: type, document: try JSONReader.parse(leniently: body))
        }
    }

    let all: [Event]

    init(_ events: [Event]) {
        all = events
    }

    /// Events that the body of a delivery says.
    init(_ events: [WebhookDocuments.Event], in body: [UInt8]) {
        all = events.map { Event(type: $0.type, document: $0.document, body: $0.isSparse ? body : nil) }
    }

    /// With all that they say.
    func whole() throws(JSONError) -> KeptEvents {
        KeptEvents(try all.map { event throws(JSONError) in try event.whole() })
    }

    /// That of all, if it is one.
    var type: String {
        let types = Set(all.map(\.type))
        return types.count == 1 ? types.first ?? "" : types.sorted().prefix(3).joined(separator: ", ")
    }
}

extension KeptEvents: Storable {
    func write(to writer: inout ByteWriter) {
        writer.presence()
        writer.count(all.count)
        for event in all {
            writer.string(event.type)
            var json = JSONWriter()
            json.value(event.document)
            writer.bytes(json.bytes)
        }
    }

    init(from reader: inout ByteReader) throws(DecodingFailure) {
        let presence = try reader.presence()
        var events: [Event] = []
        for _ in 0..<(try reader.count()) {
            let (type, bytes) = (try reader.string(), try reader.bytes())
            guard let document = try? JSONReader.parse(bytes) else { throw .invalid("document of a delivery") }
            events.append(Event(type: type, document: document))
        }
        all = events
        try reader.pass(presence)
    }
}

/// Whom a document that nobody could map seems to be about: by the mail addresses and phone numbers that stand anywhere
/// in it, and by ids, whose members tell what they are ids of. One name too many costs what is kept of the document,
/// once its bearer is erased.
struct NamesInDocument {
    private static let longestName = 254
    /// How many phone numbers the documents of a delivery may seem to hold. A long order has some thousand numbers of
    /// all kinds; each takes some microseconds to understand.
    static let mostPhones = 20_000
    private static let words: [(part: String, kind: RecordKind)] = [
        ("customer", .customer), ("contact", .customer), ("user", .customer), ("buyer", .customer),
        ("requester", .customer), ("visitor", .customer), ("person", .customer), ("client", .customer),
        ("order", .order), ("ticket", .interaction), ("conversation", .interaction), ("message", .interaction),
        ("call", .interaction),
    ]
    private static let phoneWords = ["phone", "mobile", "tel", "whatsapp", "sms"]

    private let source: String
    private let region: String?
    private let normalizer: IdentifierNormalizer
    private(set) var found: Set<ErasableName> = []
    private(set) var phonesLeft: Int
    /// Whether it has more numbers than are looked at, so that it may name somebody who is not found.
    private(set) var isOverfull = false

    /// `region` is that of the source's phone numbers, of which `phonesLeft` are looked at.
    init(
        of event: KeptEvents.Event, from source: String, region: String?, phonesLeft: Int,
        _ normalizer: IdentifierNormalizer
    ) {
        (self.source, self.region, self.phonesLeft, self.normalizer) = (source, region, phonesLeft, normalizer)
        let kinds = Self.kind(in: event.type.lowercased()).map { [$0] } ?? RecordKind.ofProfiles
        note(event.document, under: "", kinds)
    }

    private static func kind(in name: String) -> RecordKind? {
        words.first { name.contains($0.part) }?.kind
    }

    /// `kinds` are what an id may be of that stands in the value without saying more. What lies deeper is a customer or
    /// an order only where its member says so.
    private mutating func note(_ value: JSONValue, under name: String, _ kinds: [RecordKind]) {
        switch value {
        case .string(let text):
            note(text: text)
            if Self.phoneWords.contains(where: name.contains) { note(phone: text) }
            note(id: text, under: name, kinds)
        case .number(let text):
            note(text: text)
            note(id: text, under: name, kinds)
        case .array(let values): for value in values { note(value, under: name, kinds) }
        case .object(let object):
            for member in object.members {
                note(text: member.name)
                let inner = member.name.lowercased()
                let kindsWithin = Self.kind(in: inner).map { [$0] } ?? []
                note(member.value, under: inner, isNested(member.value) ? kindsWithin : kinds)
            }
        case .null, .bool: break
        }
    }

    private func isNested(_ value: JSONValue) -> Bool {
        switch value {
        case .object, .array: true
        case .null, .bool, .number, .string: false
        }
    }

    private mutating func note(id: String, under name: String, _ kinds: [RecordKind]) {
        // `buyer` may be an id as well as `buyer_id`.
        let isOfIDs = name.hasSuffix("id") || Self.words.contains { $0.part == name }
        guard isOfIDs, !id.isEmpty, id.utf8.count <= Self.longestName else { return }
        if id.hasPrefix("gid://") { return note(globalID: id) }
        let owner = Self.kind(in: name)
        let isPlain = name == "id" || name == "objectid"
        for kind in owner.map({ [$0] }) ?? (isPlain ? kinds : []) {
            found.insert(.fact(FactKey(kind: kind, source: source, id: id)))
            guard kind == .customer, case .accepted(let own) = normalizer.outcome(type: source, value: id) else {
                continue
            }
            found.insert(.identifier(own))
        }
    }

    /// `gid://shopify/Customer/1101` says itself what it is of.
    private mutating func note(globalID: String) {
        let parts = globalID.split(separator: "/")
        guard parts.count == 4 else { return }
        let type = parts[2].lowercased()
        note(id: String(parts[3]), under: type.hasSuffix("id") ? type : type + "_id", [])
    }

    private mutating func note(text: String) {
        notePhones(in: text)
        noteAddresses(in: text)
        // As it stands in an address of a page.
        if text.contains("%40"), let decoded = text.removingPercentEncoding { noteAddresses(in: decoded) }
    }

    private mutating func notePhones(in text: String) {
        guard let phones = PhonesInText.candidates(in: text, atMost: phonesLeft) else { return isOverfull = true }
        phonesLeft -= phones.count
        for phone in phones {
            note(phone: phone)
            // Many write the country's code alone.
            if !phone.hasPrefix("+"), !phone.hasPrefix("0") { note(phone: "+" + phone) }
        }
    }

    private mutating func note(phone: String) {
        guard phone.utf8.count <= Self.longestName else { return }
        let outcome = normalizer.outcome(type: Identifier.phone, value: phone, region: region)
        if case .accepted(let identifier) = outcome { found.insert(.identifier(identifier)) }
    }

    /// Of a text that holds more, such as a message, the words with an @.
    private mutating func noteAddresses(in text: String) {
        guard text.utf8.contains(UInt8(ascii: "@")) else { return }
        let words = text.utf8.split { Self.partsAddresses($0) }
        for word in words where word.contains(UInt8(ascii: "@")) {
            note(address: word)
            // An address may have these, and may stand between them.
            let parts = word.split { "'=&?/`".utf8.contains($0) }
            for part in parts where part.contains(UInt8(ascii: "@")) { note(address: part) }
        }
    }

    private mutating func note(address: Substring.UTF8View) {
        guard address.count <= Self.longestName else { return }
        let outcome = normalizer.outcome(type: Identifier.email, value: String(decoding: address, as: UTF8.self))
        if case .accepted(let identifier) = outcome { found.insert(.identifier(identifier)) }
    }

    private static func partsAddresses(_ byte: UInt8) -> Bool {
        byte <= 0x20 || "<>()[]{}\",;:|".utf8.contains(byte)
    }
}
