/// The body that merges another profile into the one of the path.
package struct MergeRequest: Hashable, Sendable {
    package let with: WireReference
    package let reason: String

    /// `{"with":"prf_…","reason":"…"}`; `with` may also be an identifier.
    package init(json bytes: [UInt8], normalizer: IdentifierNormalizer) throws(WireRejection) {
        self = try RequestBody.readObject(bytes) { members in
            let with = members.reference("with", normalizer)
            let reason = members.text("reason")
            let (requiredWith, requiredReason) = (
                members.required("with", with), members.required("reason", reason)
            )
            guard let requiredWith, let requiredReason else { return nil }
            return MergeRequest(with: requiredWith, reason: requiredReason)
        }
    }

    private init(with: WireReference, reason: String) {
        self.with = with
        self.reason = reason
    }
}
