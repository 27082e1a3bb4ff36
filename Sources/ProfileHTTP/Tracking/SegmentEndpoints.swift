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
        var reading = TrackedOrders(messages, by: mapping, decoder)
        for place in messages.indices {
            reading.read(place)
            await breather.pause()
        }
        try await reading.settle(from: key.source, exchange.service)
        for (message, outcomes) in zip(messages, reading.outcomes) { intake.take(message, outcomes) }
        for record in reading.completed { intake.take(untold: record) }
        try await intake.file()
        try await exchange.service.withdraw(reading.ended.map { ($0.key, $0.updatedAt) })
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
        do throws(JSONError) { body = try JSONReader.parse(leniently: bytes) } catch { throw Problem(error) }
        do throws(WireRejection) {
            return try SegmentCall(body, as: method)
        } catch {
            let flaws = error.problems.map { Problem.Flaw(pointer: $0.pointer, code: $0.code, detail: $0.detail) }
            throw Problem(.malformedRequest, "The body is no call of this API.", flaws: flaws)
        }
    }
}

extension MessageIntake {
    fileprivate mutating func take(
        _ message: SegmentCall.Message, _ outcomes: [Result<MappedRecord, RowRejection>]
    ) {
        let warnings = message.warnings.map { Problem.Flaw(pointer: $0.pointer, code: $0.code, detail: $0.detail) }
        begin(Item(label: [("message_id", message.id)], place: message.place, warnings: warnings))
        if case .failure(let rejection) = message.document { reject(rejection) }
        for outcome in outcomes { take(outcome) }
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
