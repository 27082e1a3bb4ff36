package import ProfileCore

/// The body that sets a tier by hand. Whether the policy has the tier is for the caller to check.
package struct OverrideRequest: Hashable, Sendable {
    package let tier: String
    package let reason: String
    /// Nil when the override does not expire.
    package let until: Timestamp?

    /// `{"tier":"gold","reason":"…","until":"2027-01-01T00:00:00Z"}`.
    package init(json bytes: [UInt8]) throws(WireRejection) {
        self = try RequestBody.readObject(bytes) { members in
            let tier = members.text("tier")
            let reason = members.text("reason")
            let until = members.time("until")
            let (requiredTier, requiredReason) = (
                members.required("tier", tier), members.required("reason", reason)
            )
            guard let requiredTier, let requiredReason else { return nil }
            return OverrideRequest(tier: requiredTier, reason: requiredReason, until: until)
        }
    }

    private init(tier: String, reason: String, until: Timestamp?) {
        self.tier = tier
        self.reason = reason
        self.until = until
    }
}
