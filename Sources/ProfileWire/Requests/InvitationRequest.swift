package import ProfileCore

/// The body that asks whether to invite somebody to a chat.
package struct InvitationRequest: Hashable, Sendable {
    /// As it was written.
    package let identifier: String
    package let ask: InvitationAsk

    /// `{"identifier":"visitor:4f9a","free_agents":3,"waiting":2,"invited":1}`; the last two may be left out.
    package init(json bytes: [UInt8]) throws(WireRejection) {
        self = try RequestBody.readObject(bytes) { members in
            let identifier = members.required("identifier", members.unchangedText("identifier"))
            let free = members.required("free_agents", Self.count("free_agents", &members))
            let (waiting, pending) = (Self.count("waiting", &members), Self.count("invited", &members))
            guard let identifier, let free else { return nil }
            return InvitationRequest(
                identifier: identifier,
                ask: InvitationAsk(freeAgents: free, waiting: waiting ?? 0, pending: pending ?? 0))
        }
    }

    private static func count(_ name: String, _ members: inout MemberReader) -> Int? {
        members.integer(name, in: 0...InvitationAsk.most)
    }

    private init(identifier: String, ask: InvitationAsk) {
        self.identifier = identifier
        self.ask = ask
    }
}

/// The body that tells that somebody declined an invitation.
package struct DeclineRequest: Hashable, Sendable {
    /// As it was written.
    package let identifier: String

    /// `{"identifier":"visitor:4f9a"}`.
    package init(json bytes: [UInt8]) throws(WireRejection) {
        self = try RequestBody.readObject(bytes) { members in
            let identifier = members.unchangedText("identifier")
            return members.required("identifier", identifier).map(DeclineRequest.init(identifier:))
        }
    }

    private init(identifier: String) {
        self.identifier = identifier
    }
}
