/// The body of a lookup: 1 to 1,000 names of profiles.
package struct LookupRequest: Hashable, Sendable {
    package static let limit = 1_000

    /// In the order asked; nil where a text names nobody, as junk and unreadable phone numbers do.
    package let references: [WireReference?]

    /// `{"identifiers":["email:jane@example.com","prf_…"]}`.
    package init(json bytes: [UInt8], normalizer: IdentifierNormalizer) throws(WireRejection) {
        references = try RequestBody.readObject(bytes) { members in
            let elements = members.elements("identifiers", atMost: Self.limit)
            if members.required("identifiers", elements.isEmpty ? nil : elements) == nil { return nil }
            return elements.map { value, place in
                guard case .string(let text) = value else {
                    members.findings.reject(place, .wrongType, "a string such as email:jane@example.com is expected")
                    return nil
                }
                return normalizer.reference(text)
            }
        }
    }
}
