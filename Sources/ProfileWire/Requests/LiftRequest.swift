/// The body that lifts an erasure.
package struct LiftRequest: Hashable, Sendable {
    package let reason: String

    /// `{"reason":"…"}`.
    package init(json bytes: [UInt8]) throws(WireRejection) {
        self = try RequestBody.readObject(bytes) { members in
            let reason = members.text("reason")
            return members.required("reason", reason).map(LiftRequest.init(reason:))
        }
    }

    private init(reason: String) {
        self.reason = reason
    }
}
