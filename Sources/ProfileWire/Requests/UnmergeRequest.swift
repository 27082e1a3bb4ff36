package import ProfileCore

/// The body that takes an absorbed profile out of the one of the path again.
package struct UnmergeRequest: Hashable, Sendable {
    package let profile: ProfileID
    package let reason: String

    /// `{"profile":"prf_…","reason":"…"}`.
    package init(json bytes: [UInt8]) throws(WireRejection) {
        self = try RequestBody.readObject(bytes) { members in
            let text = members.text("profile")
            let profile = text.flatMap { ProfileID($0) }
            if text != nil, profile == nil { members.reject("profile", .badProfileID, "a profile id, prf_…") }
            let reason = members.text("reason")
            let (requiredProfile, requiredReason) = (
                members.required("profile", profile), members.required("reason", reason)
            )
            guard let requiredProfile, let requiredReason else { return nil }
            return UnmergeRequest(profile: requiredProfile, reason: requiredReason)
        }
    }

    private init(profile: ProfileID, reason: String) {
        self.profile = profile
        self.reason = reason
    }
}
