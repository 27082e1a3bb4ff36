import Foundation
import Hummingbird
import HummingbirdTesting
import ProfileHTTP
import ProfileStore
import ProfileWire
import Testing

/// Sends requests and reads the answers.
struct TestCaller: Sendable {
    struct Answer: Sendable {
        let status: Int
        let headers: HTTPFields
        let bytes: [UInt8]

        var text: String { String(decoding: bytes, as: UTF8.self) }

        /// The body as JSON; fails the test by throwing when it is none.
        var json: JSONValue {
            get throws { try JSONReader.parse(bytes) }
        }
    }

    let client: any TestClientProtocol
    let keys: [APIKey.Scope: KeyToken]

    func callAsFunction(
        _ method: HTTPRequest.Method, _ path: String, as scope: APIKey.Scope? = .admin, body: String? = nil,
        headers: HTTPFields = [:]
    ) async throws -> Answer {
        try await send(
            method, path, token: scope.flatMap { keys[$0]?.text }, body: body.map { Array($0.utf8) }, headers)
    }

    func status(
        _ method: HTTPRequest.Method, _ path: String, as scope: APIKey.Scope? = .admin, body: String? = nil,
        headers: HTTPFields = [:]
    ) async throws -> Int {
        try await callAsFunction(method, path, as: scope, body: body, headers: headers).status
    }

    func send(
        _ method: HTTPRequest.Method, _ path: String, token: String?, body: [UInt8]? = nil, _ headers: HTTPFields = [:]
    ) async throws -> Answer {
        var headers = headers
        if let token { headers[.authorization] = "Bearer \(token)" }
        let response = try await client.executeRequest(
            uri: path, method: method, headers: headers, body: body.map { ByteBuffer(bytes: $0) })
        return Answer(
            status: response.status.code, headers: response.headers, bytes: Array(response.body.readableBytesView))
    }

    /// The answer to a request to the host `x:80`, head and body as they come; `fields` end with line breaks.
    func asBrowser(_ line: String, fields: String, body: String) async throws -> String {
        let connection = try RawConnection(port: try #require(client.port))
        await connection.send(
            "\(line) HTTP/1.1\r\nHost: x:80\r\nConnection: close\r\n\(fields)"
                + "Content-Type: application/json\r\nContent-Length: \(body.utf8.count)\r\n\r\n\(body)")
        return try #require(await connection.receive())
    }
}

extension JSONValue {
    subscript(name: String) -> JSONValue? {
        if case .object(let object) = self { object[name] } else { nil }
    }

    subscript(index: Int) -> JSONValue? {
        if case .array(let values) = self, values.indices.contains(index) { values[index] } else { nil }
    }

    var string: String? { if case .string(let text) = self { text } else { nil } }

    /// Of the members of an object.
    var names: Set<String>? { if case .object(let object) = self { Set(object.members.map(\.name)) } else { nil } }

    var count: Int? { if case .array(let values) = self { values.count } else { nil } }

    /// A number as a whole number.
    var integer: Int? { if case .number(let text) = self { Int(text) } else { nil } }
}

/// Packs bytes with the `gzip` program, so that what the server unpacks was packed by somebody else.
enum GzipProgram {
    static func pack(_ bytes: [UInt8]) throws -> [UInt8] {
        let file = FileManager.default.temporaryDirectory.appending(path: UUID().uuidString)
        try Data(bytes).write(to: file)
        defer { try? FileManager.default.removeItem(at: file) }
        let process = Process()
        process.executableURL = URL(filePath: "/usr/bin/env")
        process.arguments = ["gzip", "-c", file.path(percentEncoded: false)]
        let output = Pipe()
        process.standardOutput = output
        try process.run()
        let packed = try output.fileHandleForReading.readToEnd() ?? Data()
        process.waitUntilExit()
        return Array(packed)
    }
}
