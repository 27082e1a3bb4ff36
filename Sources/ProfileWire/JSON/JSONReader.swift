/// A strict parser of RFC 8259 over UTF-8 bytes.
///
/// It is our own because records must be judged exactly, which Foundation's parsers do not offer: it names the byte
/// of an error; it keeps numbers as text, so that money never passes through binary floating point; it reports
/// names that occur twice in one object instead of choosing one; and it bounds depth, so that no input, were it
/// 100,000 opening brackets, can exhaust the stack. A byte order mark is an error: who reads a body or a file takes it
/// off the start.
package struct JSONReader {
    package static let maximumDepth = 64

    private let bytes: UnsafeBufferPointer<UInt8>
    private var position = 0
    private var depth = 0

    package static func parse(_ bytes: [UInt8]) throws(JSONError) -> JSONValue {
        try bytes.withUnsafeBufferPointer { buffer throws(JSONError) in try parse(buffer) }
    }

    package static func parse(_ bytes: UnsafeBufferPointer<UInt8>) throws(JSONError) -> JSONValue {
        var reader = JSONReader(bytes: bytes)
        do throws(JSONError) {
            return try reader.document()
        } catch {
            throw error.located(in: bytes)
        }
    }

    private init(bytes: UnsafeBufferPointer<UInt8>) {
        self.bytes = bytes
    }

    // MARK: Values

    private mutating func document() throws(JSONError) -> JSONValue {
        skipSpace()
        guard position < bytes.count else { throw JSONError(.emptyInput, at: position) }
        let value = try value()
        skipSpace()
        guard position == bytes.count else { throw JSONError(.trailingBytes, at: position) }
        return value
    }

    private mutating func value() throws(JSONError) -> JSONValue {
        switch try peek() {
        case UInt8(ascii: "\""): return .string(try string())
        case UInt8(ascii: "{"): return .object(try object())
        case UInt8(ascii: "["): return .array(try array())
        case UInt8(ascii: "t"): return try word("true", .bool(true))
        case UInt8(ascii: "f"): return try word("false", .bool(false))
        case UInt8(ascii: "n"): return try word("null", .null)
        case UInt8(ascii: "-"), UInt8(ascii: "0")...UInt8(ascii: "9"): return .number(try number())
        default:
            throw JSONError(ByteOrderMark.leads(bytes[position...]) ? .byteOrderMark : .unexpectedByte, at: position)
        }
    }

    private mutating func array() throws(JSONError) -> [JSONValue] {
        try open()
        var values: [JSONValue] = []
        skipSpace()
        if try !closes(with: UInt8(ascii: "]")) {
            repeat {
                skipSpace()
                values.append(try value())
                skipSpace()
            } while try continues(until: UInt8(ascii: "]"))
        }
        depth -= 1
        return values
    }

    private mutating func object() throws(JSONError) -> JSONObject {
        try open()
        var members: [JSONObject.Member] = []
        var names = NameFilter()
        skipSpace()
        if try !closes(with: UInt8(ascii: "}")) {
            members.reserveCapacity(8)
            repeat {
                members.append(try member(noting: &names))
                skipSpace()
            } while try continues(until: UInt8(ascii: "}"))
        }
        depth -= 1
        return JSONObject(members: members, repeatedNames: names.mayRepeat ? NameFilter.repeated(in: members) : [])
    }

    private mutating func member(noting names: inout NameFilter) throws(JSONError) -> JSONObject.Member {
        skipSpace()
        guard try peek() == UInt8(ascii: "\"") else { throw JSONError(.unexpectedByte, at: position) }
        let start = position
        let name = try string()
        names.note(bytes[start..<position])
        skipSpace()
        guard try peek() == UInt8(ascii: ":") else { throw JSONError(.unexpectedByte, at: position) }
        position += 1
        skipSpace()
        return JSONObject.Member(name: name, value: try value())
    }

    private mutating func word(_ text: StaticString, _ value: JSONValue) throws(JSONError) -> JSONValue {
        for index in 0..<text.utf8CodeUnitCount {
            guard position < bytes.count else { throw JSONError(.unexpectedEnd, at: position) }
            guard bytes[position] == text.utf8Start[index] else { throw JSONError(.unexpectedByte, at: position) }
            position += 1
        }
        return value
    }

    // MARK: Structure

    /// Steps over an opening bracket.
    private mutating func open() throws(JSONError) {
        depth += 1
        guard depth <= Self.maximumDepth else { throw JSONError(.tooDeep, at: position) }
        position += 1
    }

    private mutating func closes(with bracket: UInt8) throws(JSONError) -> Bool {
        guard try peek() == bracket else { return false }
        position += 1
        return true
    }

    /// Steps over a comma (true) or the closing bracket (false).
    private mutating func continues(until bracket: UInt8) throws(JSONError) -> Bool {
        let byte = try peek()
        guard byte == bracket || byte == UInt8(ascii: ",") else { throw JSONError(.unexpectedByte, at: position) }
        position += 1
        return byte != bracket
    }

    @inline(__always)
    private func peek() throws(JSONError) -> UInt8 {
        guard position < bytes.count else { throw JSONError(.unexpectedEnd, at: position) }
        return bytes[position]
    }

    @inline(__always)
    private mutating func skipSpace() {
        while position < bytes.count {
            switch bytes[position] {
            case 0x20, 0x0A, 0x0D, 0x09: position += 1
            default: return
            }
        }
    }

    // MARK: Numbers and strings

    private mutating func number() throws(JSONError) -> String {
        guard let end = JSONNumberText.end(in: bytes, from: position) else {
            throw JSONError(.badNumber, at: position)
        }
        defer { position = end }
        return String(decoding: UnsafeBufferPointer(rebasing: bytes[position..<end]), as: UTF8.self)
    }

    private mutating func string() throws(JSONError) -> String {
        position += 1
        let start = position
        var combined: UInt8 = 0
        while position < bytes.count {
            let byte = bytes[position]
            if byte == UInt8(ascii: "\"") {
                let span = start..<position
                position += 1
                return try text(of: span, isASCII: combined < 0x80)
            }
            if byte == UInt8(ascii: "\\") { return try JSONEscapedString.read(bytes, from: start, to: &position) }
            if byte < 0x20 { throw JSONError(.controlCharacter, at: position) }
            combined |= byte
            position += 1
        }
        throw JSONError(.unexpectedEnd, at: position)
    }

    private func text(of span: Range<Int>, isASCII: Bool) throws(JSONError) -> String {
        if !isASCII, let bad = UTF8Validity.firstBadOffset(in: bytes, span) { throw JSONError(.badUTF8, at: bad) }
        return String(decoding: UnsafeBufferPointer(rebasing: bytes[span]), as: UTF8.self)
    }
}
