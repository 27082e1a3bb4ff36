/// The parts of a profile that changed, by the kind of record or by a person's decision.
package struct ChangedParts: OptionSet, Hashable, Sendable {
    package let rawValue: UInt8

    package init(rawValue: UInt8) {
        self.rawValue = rawValue
    }

    package static let customers = ChangedParts(rawValue: 1)
    package static let orders = ChangedParts(rawValue: 2)
    package static let interactions = ChangedParts(rawValue: 4)
    package static let activities = ChangedParts(rawValue: 8)
    /// The tier: by hand, or because of time alone.
    package static let standing = ChangedParts(rawValue: 16)
    package static let promises = ChangedParts(rawValue: 32)
    /// A record was refused an identifier. It says what happened, not what reads differently.
    package static let conflicts = ChangedParts(rawValue: 64)
    /// One more contact came about a matter that is open. It says what happened, not what reads differently.
    package static let problems = ChangedParts(rawValue: 128)

    package static let all: ChangedParts = [.customers, .orders, .interactions, .activities, .standing, .promises]

    /// The bits of all, in the order in which stores have columns for them.
    package static let places = 0..<8

    /// Those by which a profile reads differently.
    package var contents: ChangedParts { intersection(.all) }

    package init(_ kind: RecordKind) {
        switch kind {
        case .customer: self = .customers
        case .order: self = .orders
        case .interaction: self = .interactions
        case .activity: self = .activities
        case .promise: self = .promises
        case .product, .notice, .agent: self = []
        }
    }

    package var kinds: [RecordKind] { RecordKind.ofProfiles.filter { contains(ChangedParts($0)) } }
}

/// What happens to a profile that somebody waits for by itself.
package enum ProfileEvent: Hashable, Sendable {
    /// A profile that had been absorbed came apart from it.
    case unmerged(absorbed: ProfileID)
    case opened(OpenedInteraction)
    /// The tier differs from the one that was announced last.
    case tier(from: String?, to: String?)
}

/// An interaction that an agent has just begun to work on.
package struct OpenedInteraction: Hashable, Sendable {
    /// One that began earlier comes from an import, or too late to be of use.
    private static let news: Int64 = 10 * 60 * 1000

    package let source: String
    package let id: String
    package let agent: String
    package let channel: String
    package let direction: InteractionRecord.Direction
    package let startedAt: Timestamp

    /// Nil unless `record` is the first to state that an interaction, which has just begun, is open with its agent.
    package init?(_ record: SourceRecord, after earlier: SourceRecord?, at now: Timestamp) {
        guard let interaction = record.openInteraction, let agent = interaction.agent?.id,
            now.milliseconds - interaction.occurredAt.milliseconds <= Self.news,
            interaction.occurredAt.milliseconds - now.milliseconds <= Self.news,
            earlier?.openInteraction?.agent?.id != agent
        else { return nil }
        self.init(
            source: record.key.source, id: record.key.id, agent: agent, channel: interaction.channel,
            direction: interaction.direction, startedAt: interaction.occurredAt)
    }

    package init(
        source: String, id: String, agent: String, channel: String, direction: InteractionRecord.Direction,
        startedAt: Timestamp
    ) {
        self.source = source
        self.id = id
        self.agent = agent
        self.channel = channel
        self.direction = direction
        self.startedAt = startedAt
    }

    var key: FactKey { FactKey(kind: .interaction, source: source, id: id) }
}

extension SourceRecord {
    fileprivate var openInteraction: InteractionRecord? {
        guard case .interaction(let interaction) = body, interaction.status == .open else { return nil }
        return interaction
    }
}

/// The tier that was announced last, and when time alone may end it.
package struct AnnouncedTier: Hashable, Sendable {
    /// Nil for none.
    package let tier: String?
    package let until: Timestamp?

    package static let none = AnnouncedTier(tier: nil, until: nil)

    package init(tier: String?, until: Timestamp?) {
        self.tier = tier
        self.until = until
    }
}

extension ProfileEvent: Storable {
    package func write(to writer: inout ByteWriter) {
        writer.presence()
        switch self {
        case .unmerged(let absorbed):
            writer.byte(1)
            writer.id(absorbed)
        case .opened(let opened):
            writer.byte(2)
            for text in [opened.source, opened.id, opened.agent, opened.channel] { writer.string(text) }
            writer.code(opened.direction, among: InteractionRecord.Direction.list.cases)
            writer.moment(opened.startedAt)
        case .tier(let from, let to):
            writer.byte(3)
            writer.strings([from, to].compactMap(\.self))
            writer.byte((from == nil ? 0 : 1) + (to == nil ? 0 : 2))
        }
    }

    package init(from reader: inout ByteReader) throws(DecodingFailure) {
        let presence = try reader.presence()
        switch try reader.byte() {
        case 1: self = .unmerged(absorbed: try reader.id())
        case 2:
            let (source, id, agent) = (try reader.string(), try reader.string(), try reader.string())
            let channel = try reader.string()
            let direction = try reader.code(among: InteractionRecord.Direction.list.cases, "direction")
            self = .opened(
                OpenedInteraction(
                    source: source, id: id, agent: agent, channel: channel, direction: direction,
                    startedAt: try reader.moment()))
        case 3:
            let (names, mask) = (try reader.strings(), try reader.byte())
            guard names.count == Int(mask & 1 + mask >> 1) else { throw .invalid("tiers") }
            self = .tier(from: mask & 1 == 1 ? names.first : nil, to: mask & 2 == 2 ? names.last : nil)
        default: throw .invalid("event")
        }
        try reader.pass(presence)
    }
}

extension Decision {
    /// What happens to each profile that somebody waits for by itself.
    package var events: [ProfileID: [ProfileEvent]] {
        var events: [ProfileID: [ProfileEvent]] = [:]
        for merge in merges where merge.undone?.at == decidedAt {
            let survivor = aliases[merge.survivor] ?? merge.survivor
            let profile = changedProfiles.contains(survivor) ? survivor : merge.absorbed
            events[profile, default: []].append(.unmerged(absorbed: merge.absorbed))
        }
        for interaction in opened {
            guard let profile = facts[interaction.key]?.filing.profile else { continue }
            events[profile, default: []].append(.opened(interaction))
        }
        for (id, change) in announced where change.from != change.to.tier {
            events[id, default: []].append(.tier(from: change.from, to: change.to.tier))
        }
        return events.isEmpty ? [:] : events.filter { changedProfiles.contains($0.key) }
    }

    /// What of a profile changed, which is everything where nothing less is known.
    package func changedParts(of id: ProfileID) -> ChangedParts {
        touched[id] ?? .all
    }
}

extension Decision {
    /// Announces the tiers of `profiles` that differ from what was announced before, and notes that those of `all` that
    /// are not among them are in none. With `isSilent`, it stores the tiers and makes no events. Profiles
    /// in `told` changed before, and that change already says that they read differently.
    package init(
        announcing profiles: [ProfileID: ProfileState], among all: Set<ProfileID>,
        after known: [ProfileID: AnnouncedTier], at now: Timestamp, isSilent: Bool = false, told: Set<ProfileID> = [],
        tier: (ProfileState) -> AnnouncedTier
    ) {
        self.init(decidedAt: now)
        for id in all {
            guard let state = profiles[id] else {
                announced[id] = (nil, .none)
                continue
            }
            let tier = tier(state)
            guard tier != known[id] ?? .none else { continue }
            announced[id] = (isSilent ? tier.tier : known[id]?.tier, tier)
            guard !isSilent, known[id]?.tier != tier.tier else { continue }
            self.profiles[id] = state
            searched[id] = SearchMaterial(state.summary)
            touched[id] = told.contains(id) ? [] : .standing
        }
    }
}
