import NIOHTTP1

/// A read of a whole profile, asked in the plain way that the fast path answers.
struct PlainRead {
    /// The last part of the path, still percent-encoded.
    let name: Substring
    let authorization: String

    /// Nil when the head asks for anything else, or asks in any special way.
    init?(_ head: HTTPRequestHead) {
        guard head.method == .GET, head.version == .http1_1, head.uri.hasPrefix(Self.path) else { return nil }
        name = head.uri.dropFirst(Self.path.utf8.count)
        guard name.utf8.allSatisfy({ !Self.ending.contains($0) }) else { return nil }
        var authorization: String?
        for (field, value) in head.headers {
            if Self.isSpecial(field, value) { return nil }
            guard field.isField("authorization") else { continue }
            guard authorization == nil else { return nil }
            authorization = value
        }
        guard let authorization else { return nil }
        self.authorization = authorization
    }

    private static let path = String(ProfileEndpoints.wholeProfile.path.text.prefix { $0 != "{" })
    /// Further parts of the path, and a query, take the ordinary path.
    private static let ending = Array("/?#".utf8)

    private static func isSpecial(_ field: String, _ value: String) -> Bool {
        switch field.utf8.count {
        case 6: field.isField("expect")
        case 10: field.isField("connection") && value.lowercased() != "keep-alive"
        case 12: field.isField("content-type")
        case 13: field.isField("if-none-match")
        case 14: field.isField("content-length")
        case 17: field.isField("transfer-encoding")
        default: false
        }
    }
}
