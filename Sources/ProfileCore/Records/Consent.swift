package struct Consent: Hashable, Sendable {
    package enum Status: String, CaseIterable, Hashable, Sendable {
        case granted, denied, revoked
    }

    package let purpose: String
    /// Nil when the consent holds for every channel.
    package let channel: String?
    package let status: Status
    package let at: Timestamp?

    package init(purpose: String, channel: String?, status: Status, at: Timestamp?) {
        self.purpose = purpose
        self.channel = channel
        self.status = status
        self.at = at
    }
}
