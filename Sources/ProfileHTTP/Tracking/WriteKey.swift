import Foundation
import ProfileStore

/// The key of a library: an API key that may write for one source and do nothing else, since what stands in a page or
/// in an app is public.
struct WriteKey: Sendable {
    let source: String

    /// From an `Authorization` header, where Segment's libraries put it as the user of Basic. Nil without one.
    ///
    /// - Throws: a problem for a header that proves no such key.
    init?(header: String?, among keys: KeyRing) throws(Problem) {
        guard let header else { return nil }
        let text = KeyRing.bearer(in: header).map(String.init) ?? Self.user(in: header)
        guard let key = text.flatMap({ KeyToken($0) }).flatMap(keys.key(proving:)) else { throw Self.missing }
        try self.init(key)
    }

    /// From a body. Nil without one.
    init?(_ text: String?, among keys: KeyRing) throws(Problem) {
        guard let text else { return nil }
        guard let key = KeyToken(text).flatMap(keys.key(proving:)) else { throw Self.missing }
        try self.init(key)
    }

    private init(_ key: APIKey) throws(Problem) {
        guard key.scopes == [.ingestWrite] else {
            throw Problem(
                .insufficientScope,
                "A write key has the scope ingest:write and no other: it stands where others see it."
            )
        }
        guard let sources = key.sources, sources.count == 1, let source = sources.first else {
            throw Problem(.sourceNotAllowed, "A write key is bound to one source, which tells whose messages they are.")
        }
        self.source = source
    }

    static let missing = Problem(
        .unauthorized,
        "Send a write key that holds as the user of Basic authorization, or as writeKey in the body; this one is "
            + "missing, unknown or revoked.")

    private static func user(in header: String) -> String? {
        guard header.prefix(6).lowercased() == "basic ", let data = Data(base64Encoded: String(header.dropFirst(6)))
        else { return nil }
        return String(validating: data, as: UTF8.self).map { String($0.prefix { $0 != ":" }) }
    }
}
