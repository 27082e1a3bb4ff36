/// Whether an object may name a member twice, while not all of them are kept.
struct SparseReading {
    /// Hashes of the names of the objects that are open, those of the inner ones last.
    private var hashes: [UInt64] = []
    private(set) var mayRepeat = false

    /// Begins an object; the place is to be handed to `end`.
    func begin() -> Int { hashes.count }

    mutating func note(_ hash: UInt64) { hashes.append(hash) }

    /// A name with an escape may equal one written plainly, and letters beyond ASCII may be written in two ways.
    mutating func noteUnusual() { mayRepeat = true }

    mutating func end(_ start: Int) {
        if !mayRepeat, hashes.count > start + 1 { mayRepeat = repeats(from: start) }
        hashes.removeSubrange(start...)
    }

    private static let few = 64

    private mutating func repeats(from start: Int) -> Bool {
        guard hashes.count - start > Self.few else {
            return (start + 1..<hashes.count).contains { place in
                hashes[start..<place].contains(hashes[place])
            }
        }
        hashes[start...].sort()
        return (start + 1..<hashes.count).contains { hashes[$0] == hashes[$0 - 1] }
    }
}

/// Reading what a filter names. All else is checked as strictly, and nothing is made of it.
extension JSONReader {
    mutating func value(reading filter: MemberFilter) throws(JSONError) -> JSONValue {
        switch try peek() {
        case UInt8(ascii: "{") where !isDeepest: return .object(try object(reading: filter))
        case UInt8(ascii: "[") where !isDeepest:
            var values: [JSONValue] = []
            try elements { reader throws(JSONError) in values.append(try reader.value(reading: filter)) }
            return .array(values)
        default: return try value()
        }
    }

    private mutating func object(reading filter: MemberFilter) throws(JSONError) -> JSONObject {
        var members: [JSONObject.Member] = []
        members.reserveCapacity(8)
        try self.members { reader, name throws(JSONError) in
            guard let name, let read = filter.name(reader.text(name.span), hash: name.hash) else {
                return try reader.skip()
            }
            let value = try read.isWhole ? reader.value() : reader.value(reading: filter)
            members.append(JSONObject.Member(name: read.text, value: value))
        }
        return JSONObject(members: members)
    }

    private mutating func skip() throws(JSONError) {
        switch try peek() {
        case UInt8(ascii: "\""): _ = try written()
        case UInt8(ascii: "{") where !isDeepest: try members { reader, _ throws(JSONError) in try reader.skip() }
        case UInt8(ascii: "[") where !isDeepest: try elements { reader throws(JSONError) in try reader.skip() }
        case UInt8(ascii: "-"), UInt8(ascii: "0")...UInt8(ascii: "9"):
            guard let end = JSONNumberText.end(in: bytes, from: position) else {
                throw JSONError(.badNumber, at: position)
            }
            position = end
        default: _ = try value()
        }
    }

    private func text(_ span: Range<Int>) -> UnsafeBufferPointer<UInt8> { UnsafeBufferPointer(rebasing: bytes[span]) }

    @inline(__always)
    mutating func elements(_ read: (inout JSONReader) throws(JSONError) -> Void) throws(JSONError) {
        open()
        skipSpace()
        if try !closes(with: UInt8(ascii: "]")) {
            repeat {
                skipSpace()
                try read(&self)
                skipSpace()
            } while try continues(until: UInt8(ascii: "]"))
        }
        close()
    }

    /// Hands over each member where its value begins, with its name; nil for a name that is not plain ASCII.
    @inline(__always)
    private mutating func members(
        _ read: (inout JSONReader, (span: Range<Int>, hash: UInt64)?) throws(JSONError) -> Void
    ) throws(JSONError) {
        open()
        let start = sparse.begin()
        skipSpace()
        if try !closes(with: UInt8(ascii: "}")) {
            repeat {
                try read(&self, try name())
                skipSpace()
            } while try continues(until: UInt8(ascii: "}"))
        }
        sparse.end(start)
        try stopIfUnsure()
        close()
    }

    /// What comes then is of no use, since all is read again as a whole.
    private func stopIfUnsure() throws(JSONError) {
        if sparse.mayRepeat { throw JSONError(.unexpectedByte, at: position) }
    }

    /// Steps over a name and its colon.
    private mutating func name() throws(JSONError) -> (span: Range<Int>, hash: UInt64)? {
        skipSpace()
        guard try peek() == UInt8(ascii: "\"") else { throw JSONError(.unexpectedByte, at: position) }
        var name: (span: Range<Int>, hash: UInt64)?
        if case .plain(let span, isASCII: true) = try written() {
            name = (span, MemberFilter.hash(text(span)))
            sparse.note(name?.hash ?? 0)
        } else {
            sparse.noteUnusual()
            try stopIfUnsure()
        }
        try passColon()
        return name
    }
}
