/// The body of a lookup: 1 to 1,000 names of profiles.
package struct LookupRequest: Hashable, Sendable {
    package static let limit = 1_000

    /// In the order asked, as they were written. To normalise them all takes long, so that it is left to who can let
    /// others have their turn in between.
    package let names: [String]

    /// `{"identifiers":["email:jane@example.com","prf_…"]}`.
    package init(json bytes: [UInt8]) throws(WireRejection) {
        names = try RequestBody.readObject(bytes) { members in
            let texts = members.strings("identifiers", atMost: Self.limit, such: "email:jane@example.com")
            return members.required("identifiers", texts.isEmpty ? nil : texts)
        }
    }
}
