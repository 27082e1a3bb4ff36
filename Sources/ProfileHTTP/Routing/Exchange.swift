import HTTPTypes
import Hummingbird
import NIOCore
import ProfileCore
import ProfileService
import ProfileStore
import ProfileWire

/// One request on its way to an answer: everything a handler may ask about it.
package struct Exchange: Sendable {
    let request: Request
    let channel: any Channel
    let context: ServerContext
    let parameters: [Substring: Substring]
    let query: Query
    /// Nil only where anyone may call.
    let caller: Caller?

    var service: ProfileService { context.service }
    var key: APIKey? { caller?.key }

    /// The name of the key, for what is kept about decisions.
    var callerName: String { key?.name ?? "" }

    /// A part of the path, decoded.
    func parameter(_ name: Substring) throws(Problem) -> String {
        guard let text = parameters[name].flatMap({ PercentDecoding.decode($0) }), !text.isEmpty else {
            throw .malformedPath(
                "bad_encoding",
                "The part {\(name)} of the path is percent-encoded UTF-8, not empty and without control characters.")
        }
        return text
    }

    /// The profile that `{id}` names.
    func profileReference() throws(Problem) -> ProfileReference {
        guard let reference = context.normalizer.reference(try parameter("id")) else {
            throw .malformedPath(
                "bad_reference",
                "A profile is named by its id, prf_ and 26 characters, or by type:value with a valid value.")
        }
        return reference
    }

    /// The whole body as JSON.
    func json() async throws -> JSONValue {
        let bytes = try await body()
        do throws(JSONError) {
            return try JSONReader.parse(bytes)
        } catch {
            throw Problem(error)
        }
    }

    /// The whole body, unpacked, without a byte order mark.
    func body() async throws -> [UInt8] {
        let limit = context.limits.bodySize
        return try await body(atMost: limit, "A body here is at most \(limit) bytes; use /v1/ingest for many records.")
    }

    /// The same with a lower limit. `note` learns how many bytes are held, before they are.
    func body(atMost bound: Int, noting note: (Int) throws(Problem) -> Void = { _ in }) async throws -> [UInt8] {
        let limit = min(bound, context.limits.bodySize)
        return try await body(atMost: limit, nil, noting: note)
    }

    /// The whole body as it came on the wire: what its sender signed.
    func sentBody(atMost bound: Int, noting note: (Int) throws(Problem) -> Void = { _ in }) async throws -> [UInt8] {
        let limit = min(bound, context.limits.bodySize)
        try checkLength(limit)
        return try await Self.bytes(of: BodyPieces(self, asSent: true), atMost: limit, noting: note)
    }

    /// What a body says that came so on the wire, unpacked and without a byte order mark.
    func unpacked(_ sent: [UInt8]) async throws -> [UInt8] {
        let (encoding, limits) = (request.headers[.contentEncoding], context.limits)
        let pieces = try BodyPieces(RequestBody(buffer: ByteBuffer(bytes: sent)), packedAs: encoding, limits)
        var bytes = try await Self.bytes(of: pieces, atMost: limits.bodySize)
        ByteOrderMark.strip(&bytes)
        return bytes
    }

    private func body(
        atMost limit: Int, _ rule: String?, noting note: (Int) throws(Problem) -> Void = { _ in }
    ) async throws -> [UInt8] {
        try checkLength(limit, rule)
        var bytes = try await Self.bytes(of: BodyPieces(self), atMost: limit, rule, noting: note)
        ByteOrderMark.strip(&bytes)
        return bytes
    }

    private func checkLength(_ limit: Int, _ rule: String? = nil) throws(Problem) {
        guard let length = request.headers[.contentLength].flatMap({ Int($0) }), length > limit else { return }
        throw .bodyTooLarge(limit, rule)
    }

    /// All of a body; throws a problem for one of more bytes.
    static func bytes(
        of body: BodyPieces, atMost limit: Int, _ rule: String? = nil,
        noting note: (Int) throws(Problem) -> Void = { _ in }
    ) async throws -> [UInt8] {
        var (pieces, bytes): (BodyPieces, [UInt8]) = (body, [])
        while let piece = try await pieces.next() {
            guard bytes.count + piece.count <= limit else { throw Problem.bodyTooLarge(limit, rule) }
            try note(piece.count)
            bytes.append(contentsOf: piece)
        }
        return bytes
    }
}

extension Problem {
    fileprivate static func bodyTooLarge(_ limit: Int, _ rule: String?) -> Problem {
        Problem(.contentTooLarge, rule ?? "A body here is at most \(limit) bytes.")
    }
}

extension Exchange {
    /// What each name stands for; nil for names that can be no one's, such as unreadable phone numbers.
    func references(_ names: [String?]) async -> [ProfileReference?] {
        var references: [ProfileReference?] = []
        references.reserveCapacity(names.count)
        var breather = Breather()
        for name in names {
            references.append(name.flatMap { context.normalizer.reference($0) })
            await breather.pause()
        }
        return references
    }

    /// The body, as `read` understands it; what is wrong with it becomes a problem.
    func request<Value>(_ read: ([UInt8]) throws(WireRejection) -> Value) async throws -> Value {
        let bytes = try await body()
        do throws(WireRejection) {
            return try read(bytes)
        } catch {
            throw Problem(rejectedBody: error)
        }
    }
}

extension Exchange {
    /// The id of the one profile that a reference leads to; throws a problem when there is none, or several.
    func profileID(of reference: ProfileReference) async throws -> ProfileID {
        try await service.reached(reference).only().id
    }
}

extension Reached {
    /// What was reached; throws a problem when there is no profile, or several.
    func only() throws(Problem) -> Value {
        switch self {
        case .nobody: throw .unknownProfile
        case .several: throw .sharedIdentifier
        case .one(let value): return value
        }
    }
}

/// Which media types a body may have.
enum MediaType {
    static let json = "application/json"
    static let recordStreams = ["application/x-ndjson", "application/ndjson", "application/jsonl"]

    /// Throws a problem when `header` names another type; a request without the header is trusted.
    static func check(_ header: String?, for body: Route.Body) throws(Problem) {
        guard let header, let wanted = accepted(for: body) else { return }
        let type = header.prefix { $0 != ";" }.lowercased().filter { $0 != " " && $0 != "\t" }
        guard wanted.contains(type) else {
            throw Problem(.unsupportedMediaType, "Send the body as Content-Type: \(wanted[0]).")
        }
    }

    private static func accepted(for body: Route.Body) -> [String]? {
        switch body {
        case .none, .any: nil
        case .json: [json]
        case .mergePatch: [json, "application/merge-patch+json"]
        case .form: ["application/x-www-form-urlencoded"]
        case .recordStream: recordStreams + [CloudEvent.mediaType, CloudEvent.batchMediaType, json]
        case .message: [json, "text/plain"]
        }
    }
}
