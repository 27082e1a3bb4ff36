/// What a store keeps of a profile besides its facts.
package struct ProfileState: Hashable, Sendable {
    package let id: ProfileID
    /// Counts the committed changes of this profile, from 1.
    package var version: Int
    package var changedAt: Timestamp
    /// The ids that were merged into this one, oldest first; they answer for ever.
    package var aliases: [ProfileID]
    /// Overrides set by hand; the one set last holds.
    package var overrides: [VIPOverride]
    /// Whether a claim that was refused may name it, as the profile of the fact or as the holder of the identifier.
    package var isContested = false
    /// How many other profiles claim an identifier of this one, at most `claimantLimit`; identifiers that nobody else
    /// claims are absent.
    package var claimants = SortedMap<Identifier, Int>()
    private var sharedSummary: CopyOnWrite<ProfileSummary>
    /// What a later version wrote beside these.
    package var unknownFields: [UInt8] = []

    /// Beyond this, claimants are not counted.
    package static let claimantLimit = 20

    package init(
        id: ProfileID, version: Int = 0, changedAt: Timestamp, aliases: [ProfileID] = [],
        overrides: [VIPOverride] = [], summary: ProfileSummary = ProfileSummary()
    ) {
        self.id = id
        self.version = version
        self.changedAt = changedAt
        self.aliases = aliases
        self.overrides = overrides
        sharedSummary = CopyOnWrite(summary)
    }

    /// Lent where it lies: a getter would hand out a copy.
    package var summary: ProfileSummary {
        _read { yield sharedSummary.value }
        set { sharedSummary.value = newValue }
        _modify { yield &sharedSummary.value }
    }
}

extension ProfileState: Storable {
    package func write(to writer: inout ByteWriter) {
        writer.id(id)
        writer.integer(version)
        writer.moment(changedAt)
        // One field holds all, so that bytes that end too early are noticed wherever they end.
        writer.field(1) { writeFields(to: &$0) }
    }

    private func writeFields(to writer: inout ByteWriter) {
        if !aliases.isEmpty { writer.field(1) { for alias in aliases { $0.id(alias) } } }
        if !overrides.isEmpty { writer.field(2) { $0.values(overrides) } }
        if isContested { writer.field(3) { $0.flag(true) } }
        if !claimants.isEmpty { writer.field(4) { $0.pairs(claimants) } }
        writer.field(5) { summary.write(to: &$0) }
        writer.unknownFields(unknownFields)
    }

    package init(from reader: inout ByteReader) throws(DecodingFailure) {
        self.init(id: try reader.id(), version: try reader.int(), changedAt: try reader.moment())
        guard reader.format >= 2 else {
            try readFormat1(&reader)
            return
        }
        guard let whole = try reader.nextField() else { throw .truncated }
        while let field = try reader.nextField() {
            switch field.number {
            case 1: while !reader.isAtEnd { aliases.append(try reader.id()) }
            case 2: overrides = try reader.values()
            case 3: isContested = try reader.flag()
            case 4: claimants = try reader.pairs()
            case 5: summary = try ProfileSummary(from: &reader)
            default:
                unknownFields += try reader.pass(field)
                continue
            }
            try reader.end(field)
        }
        try reader.end(whole)
    }

    /// Its summary cannot be used. Opening the store folds it from the facts before anything is served.
    private mutating func readFormat1(_ reader: inout ByteReader) throws(DecodingFailure) {
        for _ in 0..<(try reader.count()) { aliases.append(try reader.id()) }
        overrides = try reader.values()
        summary.derivation = 1
        reader.skipRest()
    }
}

extension VIPOverride: Storable {
    package func write(to writer: inout ByteWriter) {
        writer.presence(until != nil)
        writer.string(tier)
        writer.string(reason)
        if let until { writer.moment(until) }
        writer.moment(setAt)
        writer.string(setBy)
        writer.id(home)
    }

    package init(from reader: inout ByteReader) throws(DecodingFailure) {
        var presence = try reader.presence()
        self.init(
            tier: try reader.string(), reason: try reader.string(),
            until: presence.next() ? try reader.moment() : nil, setAt: try reader.moment(),
            setBy: try reader.string(), home: try reader.id())
        try reader.pass(presence)
    }
}

extension ProfileState {
    /// The summary with all that has come by now, or by its last change.
    func settledSummary(at now: Timestamp) -> ProfileSummary {
        var summary = summary
        summary.settle(by: max(now, changedAt))
        return summary
    }
}
