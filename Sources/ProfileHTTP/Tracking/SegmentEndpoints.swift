import Crypto
import Foundation
import Hummingbird
import ProfileCore
import ProfileService
import ProfileStore
import ProfileWire

/// What libraries of Segment and RudderStack call, on this host as on theirs.
enum SegmentEndpoints {
    static let routes = SegmentCall.Method.allCases.flatMap { method in
        paths(of: method).map { path in
            Route(.post, path, .anyone, body: .message, isForPages: true) { try await take(method, $0) }
        }
    }

    /// Libraries in browsers use the first letter alone.
    private static func paths(of method: SegmentCall.Method) -> [String] {
        let word = method.rawValue
        return method == .import ? ["/v1/\(word)"] : ["/v1/\(word)", "/v1/\(word.prefix(1))"]
    }

    private static func take(_ method: SegmentCall.Method, _ exchange: Exchange) async throws -> Response {
        do {
            return try await report(on: method, exchange)
        } catch let problem as Problem where problem.kind == .contentTooLarge {
            let rule = "A call has at most \(SegmentCall.maximumBytes) bytes, unpacked."
            throw Problem(.callTooLarge, rule).forLibraries
        } catch let problem as Problem {
            throw problem.forLibraries
        }
    }

    private static func report(on method: SegmentCall.Method, _ exchange: Exchange) async throws -> Response {
        let context = exchange.context
        let key = try WriteKey(header: exchange.request.headers[.authorization], among: context.keys)
        guard let key else { return try await reportKeyless(method, exchange) }
        return try await holding(context.tracking.slots) {
            try await report(on: try await call(method, exchange), of: key, exchange)
        }
    }

    /// A body that says itself whose it is was sent by anyone until it is read.
    private static func reportKeyless(_ method: SegmentCall.Method, _ exchange: Exchange) async throws -> Response {
        let context = exchange.context
        let (call, key) = try await exchange.unproved(atMost: SegmentCall.maximumBytes) { bytes in
            try await holding(context.tracking.keylessSlots) { try proved(Self.call(method, bytes), context) }
        }
        return try await holding(context.tracking.slots) { try await report(on: call, of: key, exchange) }
    }

    private static func proved(_ call: SegmentCall, _ context: ServerContext) throws -> (SegmentCall, WriteKey) {
        guard let key = try WriteKey(call.writeKey, among: context.keys) else { throw WriteKey.missing }
        return (call, key)
    }

    private static func holding<Value>(
        _ slots: StreamSlots, _ work: () async throws -> Value
    ) async throws -> Value {
        guard slots.take() else {
            throw Problem(.tooManyRequests, "Too many calls at the same time; try again in a moment.")
        }
        defer { slots.giveBack() }
        return try await work()
    }

    private static func report(
        on call: SegmentCall, of key: WriteKey, _ exchange: Exchange
    ) async throws -> Response {
        let context = exchange.context
        let decoder = context.decoder()
        let moment = decoder.context.arrivedAt
        guard let mapping = context.tracking.mappings.mapping(for: key.source, on: moment.day) else {
            throw Problem(.notFound, "No mapping is set for messages of this source.")
        }
        var intake = MessageIntake(exchange)
        var breather = Breather()
        let messages = try await namingFormerUsers(
            of: key.source, in: call.read(receivedAt: moment, name: MessageID.name), decoder, exchange.service)
        var orders = RefundedOrders(by: messages, of: key.source, decoder)
        try await orders.find(among: messages, by: mapping, decoder, exchange.service)
        for message in messages {
            intake.take(message.completed(by: orders), by: mapping, decoder)
            await breather.pause()
        }
        try await intake.file()
        return .json { intake.write(to: &$0) }
    }

    /// Aliases name visitors and users alike: who is known as a user of the source, or is one in the same call, is
    /// meant as such.
    private static func namingFormerUsers(
        of source: String, in messages: [SegmentCall.Message], _ decoder: RecordDecoder, _ service: ProfileService
    ) async throws -> [SegmentCall.Message] {
        let user = { (id: String) -> Identifier? in
            guard case .success(let key) = decoder.key(kind: .customer, source: source, id: id) else { return nil }
            return Identifier(type: key.source, value: key.id)
        }
        let former = Set(messages.compactMap(\.previousID).compactMap(user))
        guard !former.isEmpty else { return messages }
        let users = try await service.held(former).union(messages.compactMap(\.userID).compactMap(user))
        return messages.map { message in
            guard let previous = message.previousID.flatMap(user), users.contains(previous) else { return message }
            var message = message
            message.nameFormerUser()
            return message
        }
    }

    private static func call(_ method: SegmentCall.Method, _ exchange: Exchange) async throws -> SegmentCall {
        try call(method, try await exchange.body(atMost: SegmentCall.maximumBytes))
    }

    private static func call(_ method: SegmentCall.Method, _ bytes: [UInt8]) throws -> SegmentCall {
        let body: JSONValue
        // A library throws its whole batch away when it is refused.
        do throws(JSONError) { body = try JSONReader.parse(leavingDepthsOf: bytes) } catch { throw Problem(error) }
        do throws(WireRejection) {
            return try SegmentCall(body, as: method)
        } catch {
            let flaws = error.problems.map { Problem.Flaw(pointer: $0.pointer, code: $0.code, detail: $0.detail) }
            throw Problem(.malformedRequest, "The body is no call of this API.", flaws: flaws)
        }
    }
}

/// The known orders that the refunds of a call name.
private struct RefundedOrders {
    /// By the ids that messages have for them.
    private var keys: [String: FactKey] = [:]
    private var records: [FactKey: SourceRecord] = [:]

    init(by messages: [SegmentCall.Message], of source: String, _ decoder: RecordDecoder) {
        for id in Set(messages.compactMap { $0.refund?.orderID }) {
            guard case .success(let key) = decoder.key(kind: .order, source: source, id: id) else { continue }
            keys[id] = key
        }
    }

    subscript(id: String) -> OrderRecord? {
        guard case .order(let order)? = keys[id].flatMap({ records[$0] })?.body else { return nil }
        return order
    }

    var isEmpty: Bool { keys.isEmpty }

    /// Those that are stored, and those of the same call, wherever in it they stand.
    mutating func find(
        among messages: [SegmentCall.Message], by mapping: DocumentMapping, _ decoder: RecordDecoder,
        _ service: ProfileService
    ) async throws {
        guard !isEmpty else { return }
        let wanted = Set(keys.values)
        records = try await service.records(wanted)
        var breather = Breather()
        for message in messages {
            guard case .success(let document) = message.document, message.refund == nil else { continue }
            for case .success(let mapped) in mapping.decode(document, at: message.place, by: decoder)
            where wanted.contains(mapped.record.key) && mapped.record.extent == .whole {
                note(mapped.record)
            }
            await breather.pause()
        }
    }

    private mutating func note(_ record: SourceRecord) {
        if let known = records[record.key], known.updatedAt > record.updatedAt { return }
        records[record.key] = record
    }
}

extension SegmentCall.Message {
    /// A refund leaves to its order what products cost.
    fileprivate func completed(by orders: RefundedOrders) -> SegmentCall.Message {
        guard !orders.isEmpty, let refund, let order = orders[refund.orderID] else { return self }
        var message = self
        message.complete(refund, by: order)
        return message
    }
}

extension MessageIntake {
    fileprivate mutating func take(
        _ message: SegmentCall.Message, by mapping: DocumentMapping, _ decoder: RecordDecoder
    ) {
        let warnings = message.warnings.map { Problem.Flaw(pointer: $0.pointer, code: $0.code, detail: $0.detail) }
        begin(Item(label: [("message_id", message.id)], place: message.place, warnings: warnings))
        switch message.document {
        case .failure(let rejection): reject(rejection)
        case .success(let document):
            for outcome in mapping.decode(document, at: message.place, by: decoder) { take(outcome) }
        }
    }
}

/// The id of a message that came without one. It is a hash: a key may state any id, and no two senders should meet by
/// chance.
private enum MessageID {
    static func name(_ content: [UInt8]) -> String {
        "clientele-" + SHA256.hash(data: content).prefix(16).hexadecimal
    }
}

extension Problem {
    /// With the members in which libraries look for what is wrong.
    fileprivate var forLibraries: Problem {
        var problem = self
        problem.speaksToLibraries = true
        return problem
    }
}
