import ProfileCore
import ProfileStore

extension Connection {
    func save(_ links: [LinkKey: Link]) throws(StoreError) {
        try run(
            """
            INSERT OR REPLACE INTO links (type, value, profile, home, stated_kind, stated_source, stated_id, linked_at)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?)
            """, for: links.values
        ) { $0.add($1) }
    }

    func forget(_ forgotten: Set<Decision.Forgotten>) throws(StoreError) {
        try run("DELETE FROM links WHERE profile = ? AND type = ? AND value = ?", for: forgotten) {
            $0.add($1.profile)
            $0.add($1.identifier)
        }
    }

    func remove(_ links: Set<LinkKey>) throws(StoreError) {
        try run("DELETE FROM links WHERE type = ? AND value = ? AND home = ?", for: links) {
            $0.add($1.identifier)
            $0.add($1.home)
        }
    }
}

extension Bindings {
    fileprivate mutating func add(_ link: Link) {
        add(link.identifier)
        add(link.profile)
        add(link.home)
        add(link.statedBy)
        add(link.linkedAt)
    }
}
