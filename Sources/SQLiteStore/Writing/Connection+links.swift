import ProfileCore
import ProfileStore

extension Connection {
    func save(_ links: [LinkKey: Link]) throws(StoreError) {
        let query = try prepare(
            """
            INSERT OR REPLACE INTO links (type, value, profile, home, stated_kind, stated_source, stated_id, linked_at)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?)
            """)
        for link in links.values { try query.run { $0.add(link) } }
    }

    func forget(_ forgotten: Set<Decision.Forgotten>) throws(StoreError) {
        let query = try prepare("DELETE FROM links WHERE profile = ? AND type = ? AND value = ?")
        for one in forgotten {
            try query.run {
                $0.add(one.profile)
                $0.add(one.identifier)
            }
        }
    }

    func remove(_ links: Set<LinkKey>) throws(StoreError) {
        let query = try prepare("DELETE FROM links WHERE type = ? AND value = ? AND home = ?")
        for key in links {
            try query.run {
                $0.add(key.identifier)
                $0.add(key.home)
            }
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
