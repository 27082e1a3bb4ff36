import ProfileCore
import ProfileStore

/// One look at a scope: the calls that lock and load it, and what their answers say.
///
/// Small scopes are loaded in one round trip, for which the server finds the profiles twice, to lock and to load them.
/// Who is alone loads the profiles after this look: another round trip costs less than to find thousands of them again.
/// Where tables are spread, the profiles are found by a round trip before, and locked and loaded by their ids.
struct Look {
    private(set) var calls: [Call]
    let isAlone: Bool
    private let found: [FoundProfile]?
    private var profilesLocked: Int?
    private var moment: Int?
    private var facts: Int?
    private var links: Int?
    private var aliases: Int?
    private var profiles: Int?
    private var rarities: Int?
    private var tombstones: Int?
    private let asked: Set<Tombstone>?

    /// `found` are the profiles that the scope led to, when `opening` has locked all other things of it.
    init(at scope: Scope, alone: Bool, opening: [Call], found: [FoundProfile]? = nil) {
        calls = opening
        isAlone = alone
        self.found = found
        let touch = scope.touch
        asked = touch.tombstones
        let (keys, identifiers) = (touch.facts.sorted(), touch.identifiers.sorted())
        let ids = touch.profiles.sorted().map(Optional.init)
        let leadsNowhere = keys.isEmpty && identifiers.isEmpty && ids.isEmpty
        if alone {
            calls.append(Statement.lockAlone())
        } else if let found {
            calls.append(Statement.lockKeys { $0.add(integers: found.map(\.lock)) })
        } else {
            calls += scope.lockCalls
            if !leadsNowhere { profilesLocked = add(Statement.lockProfiles { $0.add(scope) }) }
        }
        moment = add(Statement.moment())
        guard !leadsNowhere else { return }
        if !keys.isEmpty { facts = add(Statement.facts { $0.add(keys: keys) }) }
        if !identifiers.isEmpty { links = add(Statement.links { $0.add(identifiers: identifiers) }) }
        if !ids.isEmpty { aliases = add(Statement.aliases { $0.add(ids: ids) }) }
        if let found {
            profiles = add(Statement.profilesByID { $0.add(ids: found.map(\.id)) })
        } else if !alone {
            profiles = add(Statement.namedProfiles { $0.add(scope) })
        }
        rarities = add(Statement.rarities())
        if let asked = touch.tombstones, !asked.isEmpty {
            tombstones = add(Statement.tombstones { $0.add(ids: asked.sorted().map(\.stored)) })
        }
    }

    private mutating func add(_ call: Call) -> Int {
        calls.append(call)
        return calls.count - 1
    }

    func loaded(from rows: [Rows]) throws(StoreError) -> Loaded {
        var loaded = Loaded()
        loaded.asked = asked
        try moment.map { rows[$0] }?.each { columns throws(StoreError) in loaded.moment = try columns.moment() }
        try facts.map { rows[$0] }?.each { columns throws(StoreError) in
            try loaded.add(&columns)
        }
        try links.map { rows[$0] }?.each { columns throws(StoreError) in
            let link = try columns.link()
            loaded.links[link.identifier, default: []].append(link)
        }
        for (identifier, links) in loaded.links where links.count > 1 {
            loaded.links[identifier] = links.sorted { $0.home < $1.home }
        }
        try aliases.map { rows[$0] }?.each { columns throws(StoreError) in
            let alias = try columns.id()
            loaded.aliases[alias] = try columns.id()
        }
        try profiles.map { rows[$0] }?.each { columns throws(StoreError) in
            let state: ProfileState = try columns.value()
            loaded.profiles[state.id] = state
        }
        try rarities.map { rows[$0] }?.each { columns throws(StoreError) in
            loaded.separationsExist = columns.flag()
            loaded.erasuresHold = columns.flag()
        }
        try tombstones.map { rows[$0] }?.each { columns throws(StoreError) in
            loaded.buried.insert(Tombstone(stored: try columns.id()))
        }
        return loaded
    }

    /// Whether every profile the rows lead to is locked.
    func isLocked(_ loaded: Loaded, by rows: [Rows]) throws(StoreError) -> Bool {
        if let found { return loaded.ids.isSubset(of: found.map(\.id)) }
        guard let profilesLocked else { return true }
        let locked = try rows[profilesLocked].all { columns throws(StoreError) in try columns.id() }
        return loaded.ids.isSubset(of: locked)
    }
}

/// A profile that a scope leads to, and the number of its lock.
struct FoundProfile: Sendable {
    let id: ProfileID
    let lock: Int64
}

extension Scope {
    /// Locks what the scope names, for a writer who is not alone.
    var lockCalls: [Call] {
        let keys = lockKeys
        guard !keys.isEmpty || !touch.profiles.isEmpty else { return [Statement.lockShared()] }
        return [Statement.lockShared(), Statement.lockKeys { $0.add(integers: keys.map(Optional.init)) }]
    }
}

extension Parameters {
    /// As six lists: identifiers, facts, ids.
    mutating func add(_ scope: Scope) {
        add(identifiers: scope.touch.identifiers.sorted())
        add(keys: scope.touch.facts.sorted())
        add(ids: scope.touch.profiles.sorted().map(Optional.init))
    }
}
