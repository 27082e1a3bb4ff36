import ProfileCore
import ProfileStore

extension Connection {
    func policy() throws(StoreError) -> VIPPolicy? {
        let query = try prepare("SELECT value FROM settings WHERE name = ?")
        return try query.first({ $0.add(StoredSetting.policy) }) { columns throws(StoreError) in try columns.value() }
    }

    func save(_ policy: VIPPolicy) throws(StoreError) {
        try saveSetting(StoredSetting.policy, Stored.bytes(of: policy))
    }

    /// Writes something, since only that shows whether one can.
    func probe() throws(StoreError) {
        try saveSetting(StoredSetting.probe, [])
    }

    func keys() throws(StoreError) -> [APIKey] {
        let query = try prepare("SELECT payload FROM api_keys ORDER BY created_at, id")
        return try query.all { columns throws(StoreError) in try columns.value() }
    }

    func save(_ key: APIKey) throws(StoreError) {
        try run("INSERT OR REPLACE INTO api_keys (id, created_at, payload) VALUES (?, ?, ?)") {
            $0.add(key.id)
            $0.add(key.createdAt)
            $0.add(Stored.bytes(of: key))
        }
    }

    func setting(_ name: String) throws(StoreError) -> [UInt8]? {
        let query = try prepare("SELECT value FROM settings WHERE name = ?")
        return try query.first({ $0.add(name) }) { columns throws(StoreError) in columns.optionalBytes() } ?? nil
    }

    func saveSetting(_ name: String, _ value: [UInt8]) throws(StoreError) {
        try run("INSERT OR REPLACE INTO settings (name, value) VALUES (?, ?)") {
            $0.add(name)
            $0.add(value)
        }
    }
}
