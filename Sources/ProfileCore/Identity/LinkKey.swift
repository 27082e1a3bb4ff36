/// What makes a link one and the same link.
package struct LinkKey: Hashable, Sendable {
    package let identifier: Identifier
    package let profile: ProfileID

    package init(identifier: Identifier, profile: ProfileID) {
        self.identifier = identifier
        self.profile = profile
    }
}

extension Link {
    package var key: LinkKey { LinkKey(identifier: identifier, profile: profile) }
}
