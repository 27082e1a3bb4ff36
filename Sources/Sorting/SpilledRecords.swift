import ProfileCore

/// The records of a load, put aside as they come and taken out person by person, in bounded memory.
///
/// Names are compared bucket by bucket; then the records are read in order, sorted a part at a time by the groups they
/// belong to, and those parts are merged: an external merge sort. Files are written and read from front to back only,
/// so that memory for files need not hold them.
package struct SpilledRecords {
    package struct Limits: Sendable {
        /// Four bytes of memory each.
        package var records = 24 << 20
        /// A 256th of them makes a table in memory.
        package var names = 96 << 20
        /// Of records, in bytes. Files are about twice as large for a while, and 16 bytes for each name.
        package var bytes = 4 << 30
        /// What is sorted at once, in bytes.
        package var part = 16 << 20
        /// What of the records is written at once, in bytes.
        package var buffer = 1 << 20
        /// What of a bucket of names is written at once, in names.
        package var namesAtOnce = 4096

        package init() {}
    }

    private let folder: String
    private let limits: Limits
    private var groups = PersonGroups()
    private var names: SpilledNames
    private var records: SpilledBytes

    /// `folder` is for temporary files.
    package init(folder: String, limits: Limits = Limits()) {
        self.folder = folder
        self.limits = limits
        names = SpilledNames(folder: folder, bufferSize: limits.namesAtOnce)
        records = SpilledBytes(folder: folder, bufferSize: limits.buffer)
    }

    package var count: Int { groups.count }

    package var isFull: Bool {
        groups.count >= limits.records || names.count >= limits.names || records.count >= limits.bytes
    }

    /// Puts a record aside that belongs together with those that have one of its names.
    package mutating func append(_ record: [UInt8], named hashes: [UInt64]) throws(TemporaryFile.Failure) {
        let place = groups.add()
        for hash in hashes { try names.append(hash, of: place) }
        try records.append(entry: record[...])
    }

    /// Returns all records in the order of filing (`PersonGroups`), and is empty afterwards.
    package mutating func takeSorted() throws(TemporaryFile.Failure) -> SortedRecords {
        try names.join(in: &groups)
        var (reader, record) = (records.reader(), UInt32(0))
        var sorted = SortedRecords(SpilledBytes(folder: folder, bufferSize: limits.buffer), count: count)
        while Int(record) < count {
            var part = SortedPart()
            repeat {
                part.append(try reader.entry(), of: groups.place(of: record).group)
                record += 1
            } while part.size < limits.part && Int(record) < count
            try sorted.append(&part)
        }
        self = SpilledRecords(folder: folder, limits: limits)
        return try sorted.merging()
    }
}

/// Records that are sorted in memory.
struct SortedPart {
    private var bytes: [UInt8] = []
    private var ends: [Int] = []
    /// By record its group and its place in this part: as numbers they ascend in the order of filing.
    private var places: [UInt64] = []

    /// In bytes.
    var size: Int { bytes.count }

    mutating func append(_ record: ArraySlice<UInt8>, of group: UInt32) {
        places.append(UInt64(group) << 32 | UInt64(ends.count))
        bytes += record
        ends.append(bytes.count)
    }

    mutating func write(to file: inout SpilledBytes) throws(TemporaryFile.Failure) {
        places.sort()
        for place in places {
            let record = Int(place & 0xFFFF_FFFF)
            file.append(UInt32(place >> 32))
            try file.append(entry: bytes[(record == 0 ? 0 : ends[record - 1])..<ends[record]])
        }
    }
}
