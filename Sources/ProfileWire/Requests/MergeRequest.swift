/// The body that merges another profile into the one of the path.
package struct MergeRequest: Hashable, Sendable {
    package let with: WireReference
    package let reason: String
    /// Whether the caller knows that there is reason for doubt.
    package let isConfirmed: Bool

    /// `{"with":"prf_…","reason":"…","confirm":true}`; `with` may also be an identifier, `confirm` be left out.
    package init(json bytes: [UInt8], normalizer: IdentifierNormalizer) throws(WireRejection) {
        self = try RequestBody.readObject(bytes) { members in
            let with = members.reference("with", normalizer)
            let reason = members.text("reason")
            let confirm = members.flag("confirm")
            let (requiredWith, requiredReason) = (
                members.required("with", with), members.required("reason", reason)
            )
            guard let requiredWith, let requiredReason else { return nil }
            return MergeRequest(with: requiredWith, reason: requiredReason, isConfirmed: confirm ?? false)
        }
    }

    private init(with: WireReference, reason: String, isConfirmed: Bool) {
        self.with = with
        self.reason = reason
        self.isConfirmed = isConfirmed
    }
}
