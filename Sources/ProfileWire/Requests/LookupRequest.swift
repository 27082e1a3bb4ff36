/// The body of a lookup: 1 to 1,000 names of profiles.
package struct LookupRequest: Hashable, Sendable {
    package static let limit = 1_000

    /// In the order asked; nil where a text names nobody, as junk and unreadable phone numbers do.
    package let references: [WireReference?]

    /// `{"identifiers":["email:jane@example.com","prf_…"]}`.
    package init(json bytes: [UInt8], normalizer: IdentifierNormalizer) throws(WireRejection) {
        references = try RequestBody.readObject(bytes) { members in
            let texts = members.strings("identifiers", atMost: Self.limit, such: "email:jane@example.com")
            if members.required("identifiers", texts.isEmpty ? nil : texts) == nil { return nil }
            return texts.map { normalizer.reference($0) }
        }
    }
}
