import Hummingbird
import HTTPTypes
import NIOCore
import ProfileService
import ProfileCore
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
    let key: APIKey?

    var service: ProfileService { context.service }

    /// Who asks, for what is kept about decisions.
    var callerName: String { key?.name ?? "" }

    /// A part of the path, decoded.
    func parameter(_ name: Substring) throws(Problem) -> String {
        guard let text = parameters[name].flatMap({ PercentDecoding.decode($0) }), !text.isEmpty else {
            throw .malformedPath("bad_encoding", "The part {\(name)} of the path is percent-encoded UTF-8, not empty.")
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
        try checkDeclaredLength()
        var pieces = try BodyPieces(self)
        var bytes: [UInt8] = []
        while let piece = try await pieces.next() {
            guard bytes.count + piece.count <= context.limits.bodySize else { throw bodyTooLarge }
            bytes.append(contentsOf: piece)
        }
        ByteOrderMark.strip(&bytes)
        return bytes
    }

    private func checkDeclaredLength() throws(Problem) {
        guard let length = request.headers[.contentLength].flatMap({ Int($0) }) else { return }
        guard length <= context.limits.bodySize else { throw bodyTooLarge }
    }

    private var bodyTooLarge: Problem {
        Problem(
            .contentTooLarge,
            "A body here is at most \(context.limits.bodySize) bytes; use /v1/ingest for many records.")
    }
}
