import ProfileCore
import ProfileStore

extension Connection {
    /// Leaves only a numbered change that says the profile is no more.
    func erase(_ profile: ProfileState) throws(StoreError) -> [ProfileChange] {
        try run("DELETE FROM facts WHERE profile = ?") { $0.add(profile.id) }
        try run("DELETE FROM links WHERE profile = ?") { $0.add(profile.id) }
        let names = Set([profile.id] + profile.aliases).union(try aliases(of: profile.id))
        for table in Self.tablesNamingTwoProfiles {
            let query = try prepare("DELETE FROM \(table.name) WHERE \(table.one) = ?1 OR \(table.other) = ?1")
            for name in names { try query.run { $0.add(name) } }
        }
        try remove(names)
        return try save([:], removing: [profile.id], at: profile.changedAt)
    }

    private static let tablesNamingTwoProfiles = [
        (name: "merges", one: "absorbed", other: "survivor"),
        (name: "conflicts", one: "profile", other: "holder"),
        (name: "separations", one: "first", other: "second"),
    ]

    private func aliases(of profile: ProfileID) throws(StoreError) -> [ProfileID] {
        let query = try prepare("SELECT alias FROM aliases WHERE profile = ?")
        return try query.all({ $0.add(profile) }) { columns throws(StoreError) in try columns.id() }
    }
}
