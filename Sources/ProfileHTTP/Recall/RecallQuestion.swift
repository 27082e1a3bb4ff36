import HTTPTypes

/// A read of a whole profile, asked in the plain way that memory may be able to answer.
struct RecallQuestion {
    /// The last part of the path, still percent-encoded.
    let name: Substring
    let authorization: String?

    /// Nil when the head asks for anything else, or asks in any special way.
    init?(_ head: HTTPRequest) {
        guard head.method == .get, let path = head.path, path.hasPrefix(Self.path),
            head.headerFields.allSatisfy({ !Self.special.contains($0.name) })
        else { return nil }
        name = path.dropFirst(Self.path.utf8.count)
        guard name.utf8.allSatisfy({ !Self.ending.contains($0) }) else { return nil }
        authorization = head.headerFields[.authorization]
    }

    private static let path = ProfileEndpoints.wholeProfile.path.text.prefix { $0 != "{" }
    /// Further parts of the path, and a query, are the server's business.
    private static let ending = Array("/?#".utf8)
    private static let special: [HTTPField.Name] = [
        .connection, .expect, .ifNoneMatch, .contentType, .contentLength, .transferEncoding,
    ]
}
