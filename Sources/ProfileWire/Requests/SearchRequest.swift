package import ProfileCore

/// The body that searches for people.
package struct SearchRequest: Hashable, Sendable {
    private static let longest = 200
    private static let limits = 1...100
    private static let standardLimit = 20

    package let text: String
    package let limit: Int
    /// The `next` of an earlier page.
    package let after: String?

    /// `{"query":"müller 10115","limit":20,"after":"…"}`; `limit` and `after` may be left out.
    package init(json bytes: [UInt8]) throws(WireRejection) {
        self = try RequestBody.readObject(bytes) { members in
            let text = members.text("query", limit: Self.longest)
            let limit = members.integer("limit", in: Self.limits)
            let after = members.unchangedText("after")
            return members.required("query", text).map {
                SearchRequest(text: $0, limit: limit ?? Self.standardLimit, after: after)
            }
        }
    }

    private init(text: String, limit: Int, after: String?) {
        self.text = text
        self.limit = limit
        self.after = after
    }

    /// National numbers are those of the normaliser's region.
    package func query(_ normalizer: IdentifierNormalizer) -> SearchQuery {
        SearchQuery(text, by: normalizer)
    }
}

extension SearchQuery {
    init(_ text: String, by normalizer: IdentifierNormalizer) {
        self.init(text, callingCode: normalizer.defaultPhoneRegion.flatMap(PhoneNumbers.callingCode))
    }
}
