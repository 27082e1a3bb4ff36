/// Tombstones are stored as ids are: sixteen bytes, big-endian.
extension Tombstone {
    package init(stored id: ProfileID) {
        self.init(high: id.high, low: id.low)
    }

    package var stored: ProfileID { ProfileID(high: high, low: low) }
}
