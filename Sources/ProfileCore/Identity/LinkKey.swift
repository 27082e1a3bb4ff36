/// What makes a link one and the same link. The home takes part, so that a merge never makes two links collide.
package struct LinkKey: Hashable, Sendable {
    package let identifier: Identifier
    package let home: ProfileID

    package init(identifier: Identifier, home: ProfileID) {
        self.identifier = identifier
        self.home = home
    }
}

extension Link {
    package var key: LinkKey { LinkKey(identifier: identifier, home: home) }
}
