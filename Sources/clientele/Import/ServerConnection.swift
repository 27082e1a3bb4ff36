import CCurl
import Dispatch
import ProfileWire

/// A server that takes records in over HTTP.
///
/// Asked again after a broken connection or an answer that says "later": taking a record in twice changes nothing.
final class ServerConnection {
    struct Answer {
        let status: Int
        let retryAfter: Int
        let body: [UInt8]
    }

    private static let attempts = 10
    private static let timeoutSeconds = 300
    private static let queue = DispatchQueue(label: "clientele.import.http")

    private let url: String
    private let authorization: String?
    private let handle: OpaquePointer

    /// `url` is that of the server, without a path.
    init(url: String, key: String?) throws(ImportFailure) {
        guard url.hasPrefix("http://") || url.hasPrefix("https://"), !Self.hasControl(url) else {
            throw ImportFailure("--url must be like https://clientele.example.com")
        }
        if let key, Self.hasControl(key) { throw ImportFailure("the key must be one line of printable characters") }
        guard let handle = clientele_http_make() else { throw ImportFailure("there is no memory for a connection") }
        self.url = (url.hasSuffix("/") ? String(url.dropLast()) : url) + "/v1/ingest"
        authorization = key.map { "Bearer " + $0 }
        self.handle = handle
    }

    deinit {
        clientele_http_free(handle)
    }

    /// Sends lines of NDJSON until the server has taken them.
    ///
    /// - Throws: when it refuses them for good, or could not be reached for long.
    func post(_ body: [UInt8]) async throws(ImportFailure) -> [UInt8] {
        var reason = ""
        for attempt in 0..<Self.attempts {
            var wait = 0
            switch await send(body) {
            case .success(let answer) where answer.status == 200: return answer.body
            case .success(let answer):
                reason = "it answered \(answer.status)" + Self.detail(answer.body)
                guard [429, 502, 503, 504].contains(answer.status) else {
                    throw ImportFailure("the server refuses the records: \(reason)")
                }
                wait = answer.retryAfter
            case .failure(let failure): reason = failure.description
            }
            if attempt + 1 < Self.attempts { try await pause(attempt, atLeast: wait, because: reason) }
        }
        throw ImportFailure("the server did not take the records in \(Self.attempts) attempts: \(reason)")
    }

    /// Twice as long each time up to a minute, and a random part of that, so that many do not come back at once.
    private func pause(_ attempt: Int, atLeast: Int, because reason: String) async throws(ImportFailure) {
        let most = min(60_000, 500 << attempt)
        let milliseconds = max(atLeast * 1000, Int.random(in: most / 2...most))
        Console.say("\(reason); trying again in \((milliseconds + 999) / 1000) s")
        for _ in 0...milliseconds / 250 {
            try Interruption.check()
            try? await Task.sleep(for: .milliseconds(250))
        }
    }

    private func send(_ body: [UInt8]) async -> Result<Answer, ImportFailure> {
        // The pointer is used by one request at a time, each on the queue.
        let request = Request(handle: Int(bitPattern: handle), url: url, authorization: authorization, body: body)
        return await withCheckedContinuation { continuation in
            Self.queue.async { continuation.resume(returning: request.perform(timeout: Self.timeoutSeconds)) }
        }
    }

    /// What a problem document says, in a few words.
    private static func detail(_ body: [UInt8]) -> String {
        guard case .object(let object)? = try? JSONReader.parse(body) else { return "" }
        guard case .string(let text)? = object["detail"] ?? object["title"] else { return "" }
        return ": " + text
    }

    private static func hasControl(_ text: String) -> Bool {
        text.utf8.contains { $0 <= 0x20 || $0 == 0x7F }
    }
}

/// One request; the handle travels as a number, since pointers may not.
private struct Request: Sendable {
    let handle: Int
    let url: String
    let authorization: String?
    let body: [UInt8]

    func perform(timeout: Int) -> Result<ServerConnection.Answer, ImportFailure> {
        guard let http = OpaquePointer(bitPattern: handle) else { return .failure(ImportFailure("no connection")) }
        let code = body.withUnsafeBufferPointer {
            clientele_http_post(http, url, authorization, $0.baseAddress, $0.count, timeout)
        }
        guard code == 0 else {
            return .failure(
                ImportFailure("the server cannot be reached: " + String(cString: clientele_http_reason(code))))
        }
        var length = 0
        let bytes = clientele_http_body(http, &length)
        return .success(
            ServerConnection.Answer(
                status: clientele_http_status(http), retryAfter: clientele_http_retry_after_seconds(http),
                body: Array(UnsafeBufferPointer(start: bytes, count: length))))
    }
}
