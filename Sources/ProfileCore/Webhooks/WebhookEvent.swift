/// An event of a profile that webhooks send to other systems.
package struct WebhookEvent: Hashable, Sendable {
    package enum Kind: String, CaseIterable, Sendable {
        case created = "profile.created"
        case updated = "profile.updated"
        case merged = "profile.merged"
        case unmerged = "profile.unmerged"
        case erased = "profile.erased"
        case tierChanged = "vip.changed"
        case problemRepeated = "problem.repeated"
        case conflictOpened = "conflict.opened"
    }

    package enum Content: Hashable, Sendable {
        case created(ChangedParts)
        case updated(ChangedParts)
        case merged(absorbed: ProfileID)
        case unmerged(absorbed: ProfileID)
        /// The profile is no more: somebody was erased, or all records were withdrawn.
        case erased
        case tierChanged(from: String?, to: String?)
        case problemRepeated
        case conflictOpened
    }

    /// The profile that it happened to; of a merge the one that is left.
    package let profile: ProfileID
    /// That of the profile then; nil where it is no more, or an event carries none.
    package let version: Int?
    package let at: Timestamp
    package let content: Content

    package init(_ content: Content, of profile: ProfileID, version: Int?, at: Timestamp) {
        self.profile = profile
        self.version = version
        self.at = at
        self.content = content
    }

    package var kind: Kind {
        switch content {
        case .created: .created
        case .updated: .updated
        case .merged: .merged
        case .unmerged: .unmerged
        case .erased: .erased
        case .tierChanged: .tierChanged
        case .problemRepeated: .problemRepeated
        case .conflictOpened: .conflictOpened
        }
    }

    /// The profile with whose events it is kept in order; of a merge the absorbed one, which came to its end, or back.
    package var queue: ProfileID {
        switch content {
        case .merged(let absorbed), .unmerged(let absorbed): absorbed
        default: profile
        }
    }

    /// What reads differently; nil unless that is what it tells.
    package var parts: ChangedParts? {
        switch content {
        case .created(let parts), .updated(let parts): parts
        default: nil
        }
    }
}

extension WebhookEvent {
    /// Adds an event to the waiting ones, which are sent in this order. At most one of each kind waits, because a later
    /// one includes what an earlier one says.
    package func fold(into waiting: inout [WebhookEvent]) {
        let kind = kind
        if kind.isTurn { return waiting = [self] }
        let place = waiting.firstIndex { $0.kind.isSuperseded(by: kind) }
        guard let place else { return waiting.append(self) }
        let joined = waiting[place].content.joined(with: content)
        waiting.replaceSubrange(place...place, with: joined.map { [saying($0)] } ?? [])
    }

    private func saying(_ content: Content) -> WebhookEvent {
        WebhookEvent(content, of: profile, version: version, at: at)
    }
}

extension WebhookEvent.Kind {
    /// Whether nothing that was to be told before matters any more.
    fileprivate var isTurn: Bool { [.merged, .unmerged, .erased].contains(self) }

    fileprivate func isSuperseded(by later: Self) -> Bool {
        switch (self, later) {
        case (.created, .updated), (.updated, .created): true
        default: self == later
        }
    }
}

extension WebhookEvent.Content {
    /// Nil when the two come to nothing.
    fileprivate func joined(with later: Self) -> Self? {
        switch (self, later) {
        case (.created(let parts), .updated(let others)), (.created(let parts), .created(let others)),
            (.updated(let parts), .created(let others)):
            .created(parts.union(others))
        case (.updated(let parts), .updated(let others)): .updated(parts.union(others))
        case (.tierChanged(let from, _), .tierChanged(_, let to)): from == to ? nil : .tierChanged(from: from, to: to)
        default: later
        }
    }
}

extension WebhookEvent: Storable {
    package func write(to writer: inout ByteWriter) {
        writer.presence(version != nil)
        writer.code(kind, among: Kind.allCases)
        writer.id(profile)
        writer.moment(at)
        switch content {
        case .created(let parts), .updated(let parts): writer.byte(parts.rawValue)
        case .merged(let absorbed), .unmerged(let absorbed): writer.id(absorbed)
        case .tierChanged(let from, let to):
            for tier in [from, to] { writer.strings([tier].compactMap(\.self)) }
        case .erased, .problemRepeated, .conflictOpened: break
        }
        if let version { writer.integer(version) }
    }

    package init(from reader: inout ByteReader) throws(DecodingFailure) {
        var presence = try reader.presence()
        let kind = try reader.code(among: Kind.allCases, "event")
        let (profile, at) = (try reader.id(), try reader.moment())
        let content: Content
        switch kind {
        case .created: content = .created(ChangedParts(rawValue: try reader.byte()))
        case .updated: content = .updated(ChangedParts(rawValue: try reader.byte()))
        case .merged: content = .merged(absorbed: try reader.id())
        case .unmerged: content = .unmerged(absorbed: try reader.id())
        case .tierChanged: content = .tierChanged(from: try reader.strings().first, to: try reader.strings().first)
        case .erased: content = .erased
        case .problemRepeated: content = .problemRepeated
        case .conflictOpened: content = .conflictOpened
        }
        let version = presence.next() ? try reader.int() : nil
        self.init(content, of: profile, version: version, at: at)
        try reader.pass(presence)
    }
}
