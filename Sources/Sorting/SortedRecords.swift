/// Records in the order of filing: sorted parts that are merged as they are read.
package struct SortedRecords {
    private struct Record {
        let group: UInt32
        let bytes: [UInt8]
    }

    /// How many records there are in all.
    package let count: Int
    /// Whether the last batch ended where a group does.
    package private(set) var isBetweenGroups = true
    private var file: SpilledBytes
    private var readers: [SpilledBytes.Reader] = []
    private var starts: [Int] = []
    /// By part that has records left, the group of the next one and the number of the part, the least first: of one
    /// group the parts come in the order of the file.
    private var heads = MinimumHeap()
    /// Read, and not handed over yet.
    private var ahead: [Record] = []

    init(_ file: SpilledBytes, count: Int) {
        (self.file, self.count) = (file, count)
    }

    mutating func append(_ part: inout SortedPart) throws(TemporaryFile.Failure) {
        starts.append(file.count)
        try part.write(to: &file)
    }

    /// To be called once, after the last part and before the first batch.
    consuming func merging() throws(TemporaryFile.Failure) -> SortedRecords {
        for (part, start) in starts.enumerated() {
            readers.append(file.reader(from: start, to: part + 1 < starts.count ? starts[part + 1] : file.count))
            if let group = try readers[part].number() { heads.insert(Self.head(group, of: part)) }
        }
        return self
    }

    /// The next records: whole groups if they are not too large, so that batches have nothing to do with each other.
    package mutating func batch(atMost most: Int, bytes limit: Int) throws(TemporaryFile.Failure) -> [[UInt8]] {
        var (taken, weight, whole) = (0, 0, 0)
        while taken < most, weight < limit, let record = try record(taken) {
            taken += 1
            weight += record.bytes.count
            if try self.record(taken)?.group != record.group { whole = taken }
        }
        if whole > 0 { taken = whole }
        isBetweenGroups = whole == taken
        defer { ahead.removeFirst(taken) }
        return ahead[..<taken].map(\.bytes)
    }

    private mutating func record(_ place: Int) throws(TemporaryFile.Failure) -> Record? {
        while ahead.count <= place {
            guard let next = try next() else { return nil }
            ahead.append(next)
        }
        return ahead[place]
    }

    private mutating func next() throws(TemporaryFile.Failure) -> Record? {
        guard let head = heads.least else { return nil }
        let part = Int(head & 0xFFFF_FFFF)
        let record = Record(group: UInt32(head >> 32), bytes: Array(try readers[part].entry()))
        if let group = try readers[part].number() {
            heads.replaceLeast(by: Self.head(group, of: part))
        } else {
            heads.removeLeast()
        }
        return record
    }

    private static func head(_ group: UInt32, of part: Int) -> UInt64 {
        UInt64(group) << 32 | UInt64(part)
    }
}

/// Numbers of which the least is at hand: a binary heap.
struct MinimumHeap {
    private var numbers: [UInt64] = []

    var least: UInt64? { numbers.first }

    mutating func insert(_ number: UInt64) {
        numbers.append(number)
        var child = numbers.count - 1
        while child > 0, numbers[child] < numbers[(child - 1) / 2] {
            numbers.swapAt(child, (child - 1) / 2)
            child = (child - 1) / 2
        }
    }

    /// There is one.
    mutating func removeLeast() {
        let last = numbers.removeLast()
        if !numbers.isEmpty { replaceLeast(by: last) }
    }

    /// There is one.
    mutating func replaceLeast(by number: UInt64) {
        numbers[0] = number
        var parent = 0
        while true {
            var child = 2 * parent + 1
            guard child < numbers.count else { return }
            if child + 1 < numbers.count, numbers[child + 1] < numbers[child] { child += 1 }
            guard numbers[child] < numbers[parent] else { return }
            numbers.swapAt(child, parent)
            parent = child
        }
    }
}
