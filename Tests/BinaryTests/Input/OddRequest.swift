import Testing

/// Bytes that are not quite HTTP, or two requests to one reader and one to another.
struct OddRequest: Sendable, CustomTestStringConvertible {
    let testDescription: String
    let text: String

    init(_ name: String, _ text: String) {
        testDescription = name
        self.text = text
    }

    private static let order = Records.orderBody(of: "1")

    private static func put(_ headers: String..., body: String = order) -> String {
        "PUT /v1/sources/erp/orders/1 HTTP/1.1\r\nHost: a\r\nAuthorization: Bearer \(Server.adminKey)\r\n"
            + headers.map { $0 + "\r\n" }.joined() + "\r\n" + body
    }

    private static let hidden = "GET /livez HTTP/1.1\r\nHost: a\r\n\r\n"

    /// After each, nothing that stands behind the first request may be taken for a second one.
    static let all = [
        OddRequest(
            "length and chunks", put("Content-Length: 5", "Transfer-Encoding: chunked", body: "0\r\n\r\n" + hidden)),
        OddRequest(
            "chunks and length", put("Transfer-Encoding: chunked", "Content-Length: 5", body: "0\r\n\r\n" + hidden)),
        OddRequest("two lengths", put("Content-Length: 2", "Content-Length: 40", body: "{}" + hidden)),
        OddRequest("a list of lengths", put("Content-Length: 2, 40", body: "{}" + hidden)),
        OddRequest("a negative length", put("Content-Length: -1", body: "{}" + hidden)),
        OddRequest("a length with a sign", put("Content-Length: +2", body: "{}" + hidden)),
        OddRequest("a length beyond any", put("Content-Length: 99999999999999999999999", body: "{}" + hidden)),
        OddRequest("an unknown coding", put("Transfer-Encoding: cow", body: "{}" + hidden)),
        OddRequest("chunks that are not last", put("Transfer-Encoding: chunked, cow", body: "0\r\n\r\n" + hidden)),
        OddRequest(
            "a space before the colon", put("Transfer-Encoding : chunked", "Content-Length: 2", body: "{}" + hidden)),
        OddRequest("a folded line", put("Content-Length: 2", "X-Folded: a\r\n b", body: "{}") + hidden),
        OddRequest(
            "a chunk size that is none", put("Transfer-Encoding: chunked", body: "0x2\r\n{}\r\n0\r\n\r\n" + hidden)),
        OddRequest(
            "a chunk size beyond any", put("Transfer-Encoding: chunked", body: "fffffffffffffffff\r\n{}" + hidden)),
        OddRequest("bare line feeds", "GET /livez HTTP/1.1\nHost: a\n\n" + hidden),
        OddRequest("a bare carriage return", "GET /livez HTTP/1.1\r\nHost: a\rX: b\r\n\r\n" + hidden),
        OddRequest("a NUL in a field", "GET /livez HTTP/1.1\r\nHost: a\u{0}b\r\n\r\n" + hidden),
        OddRequest("no version", "GET /livez\r\n\r\n" + hidden),
        OddRequest("a later version", "GET /livez HTTP/2.0\r\nHost: a\r\n\r\n" + hidden),
        OddRequest("the preface of HTTP/2", "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n"),
        OddRequest("no HTTP at all", "\u{16}\u{3}\u{1}\u{2}\u{0}\u{1}\u{0}\u{1}\u{fc}\u{3}\u{3}" + hidden),
    ]
}
