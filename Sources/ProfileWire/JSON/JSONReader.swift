/// A strict parser of RFC 8259 over UTF-8 bytes.
///
/// It is our own because records must be judged exactly, which Foundation's parsers do not offer: it names the byte
/// of an error; it keeps numbers as text, so that money never passes through binary floating point; it reports
/// names that occur twice in one object instead of choosing one; and it bounds depth, so that no input, were it
/// 100,000 opening brackets, can exhaust the stack. A byte order mark is an error: who reads a body or a file takes it
/// off the start.
package struct JSONReader {
    package static let maximumDepth = 64

    let bytes: UnsafeBufferPointer<UInt8>
    private let isLenient: Bool
    var position = 0
    private(set) var depth = 0
    /// Of members, while a filter says which are read.
    var sparse = SparseReading()

    package static func parse(_ bytes: [UInt8]) throws(JSONError) -> JSONValue {
        try bytes.withUnsafeBufferPointer { buffer throws(JSONError) in try parse(buffer) }
    }

    /// Takes for a text what is nested deeper than `maximumDepth`, as it is written, and half of an emoji, within which
    /// a program cut a text, for U+FFFD: who cannot ask the sender for another document loses nothing else of it.
    package static func parse(leniently bytes: [UInt8]) throws(JSONError) -> JSONValue {
        try bytes.withUnsafeBufferPointer { buffer throws(JSONError) in try parse(buffer, isLenient: true) }
    }

    package static func parse(
        _ bytes: UnsafeBufferPointer<UInt8>, isLenient: Bool = false
    ) throws(JSONError) -> JSONValue {
        try locating(in: bytes) { () throws(JSONError) in
            var reader = JSONReader(bytes: bytes, isLenient: isLenient)
            return try reader.document { reader throws(JSONError) in try reader.value() }
        }
    }

    /// The same without the members that a filter leaves out. Nil where an object may name a member twice, which only
    /// all of them tell; then nothing is said of what comes after it.
    package static func parse(
        leniently bytes: [UInt8], reading filter: MemberFilter
    ) throws(JSONError) -> JSONValue? {
        try bytes.withUnsafeBufferPointer { bytes throws(JSONError) in
            try locating(in: bytes) { () throws(JSONError) in
                var reader = JSONReader(bytes: bytes, isLenient: true)
                do throws(JSONError) {
                    return try reader.document { reader throws(JSONError) in try reader.value(reading: filter) }
                } catch {
                    guard reader.sparse.mayRepeat else { throw error }
                    return nil
                }
            }
        }
    }

    private static func locating<Value>(
        in bytes: UnsafeBufferPointer<UInt8>, _ body: () throws(JSONError) -> Value
    ) throws(JSONError) -> Value {
        do throws(JSONError) { return try body() } catch { throw error.located(in: bytes) }
    }

    private init(bytes: UnsafeBufferPointer<UInt8>, isLenient: Bool) {
        self.bytes = bytes
        self.isLenient = isLenient
    }

    // MARK: Values

    private mutating func document(
        _ read: (inout JSONReader) throws(JSONError) -> JSONValue
    ) throws(JSONError) -> JSONValue {
        skipSpace()
        guard position < bytes.count else { throw JSONError(.emptyInput, at: position) }
        let value = try read(&self)
        skipSpace()
        guard position == bytes.count else { throw JSONError(.trailingBytes, at: position) }
        return value
    }

    mutating func value() throws(JSONError) -> JSONValue {
        switch try peek() {
        case UInt8(ascii: "\""): return .string(try string())
        case UInt8(ascii: "{"): return isDeepest ? try depths() : .object(try object())
        case UInt8(ascii: "["): return isDeepest ? try depths() : .array(try array())
        case UInt8(ascii: "t"): return try word("true", .bool(true))
        case UInt8(ascii: "f"): return try word("false", .bool(false))
        case UInt8(ascii: "n"): return try word("null", .null)
        case UInt8(ascii: "-"), UInt8(ascii: "0")...UInt8(ascii: "9"): return .number(try number())
        default:
            throw JSONError(ByteOrderMark.leads(bytes[position...]) ? .byteOrderMark : .unexpectedByte, at: position)
        }
    }

    private mutating func array() throws(JSONError) -> [JSONValue] {
        var values: [JSONValue] = []
        try elements { reader throws(JSONError) in values.append(try reader.value()) }
        return values
    }

    private mutating func object() throws(JSONError) -> JSONObject {
        open()
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
        close()
        return JSONObject(members: members, repeatedNames: names.mayRepeat ? NameFilter.repeated(in: members) : [])
    }

    private mutating func member(noting names: inout NameFilter) throws(JSONError) -> JSONObject.Member {
        skipSpace()
        guard try peek() == UInt8(ascii: "\"") else { throw JSONError(.unexpectedByte, at: position) }
        let start = position
        let name = try string()
        names.note(bytes[start..<position])
        try passColon()
        return JSONObject.Member(name: name, value: try value())
    }

    /// Steps over the colon behind a name.
    mutating func passColon() throws(JSONError) {
        skipSpace()
        guard try peek() == UInt8(ascii: ":") else { throw JSONError(.unexpectedByte, at: position) }
        position += 1
        skipSpace()
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
    mutating func open() {
        depth += 1
        position += 1
    }

    /// What was opened ends.
    mutating func close() { depth -= 1 }

    var isDeepest: Bool { depth >= Self.maximumDepth }

    /// A list or an object that is too deep, as a text where that is wanted. Only its end is looked for, without going
    /// down into it.
    mutating func depths() throws(JSONError) -> JSONValue {
        guard isLenient else { throw JSONError(.tooDeep, at: position) }
        let start = position
        var (brackets, isQuoted) = (0, false)
        repeat {
            switch try peek() {
            case UInt8(ascii: "\""): isQuoted.toggle()
            case UInt8(ascii: "\\") where isQuoted: position += 1
            case UInt8(ascii: "{") where !isQuoted, UInt8(ascii: "[") where !isQuoted: brackets += 1
            case UInt8(ascii: "}") where !isQuoted, UInt8(ascii: "]") where !isQuoted: brackets -= 1
            default: break
            }
            position += 1
        } while brackets > 0
        guard let text = String(validating: bytes[start..<position], as: UTF8.self) else {
            throw JSONError(.badUTF8, at: start)
        }
        return .string(text)
    }

    mutating func closes(with bracket: UInt8) throws(JSONError) -> Bool {
        guard try peek() == bracket else { return false }
        position += 1
        return true
    }

    /// Steps over a comma (true) or the closing bracket (false).
    mutating func continues(until bracket: UInt8) throws(JSONError) -> Bool {
        let byte = try peek()
        guard byte == bracket || byte == UInt8(ascii: ",") else { throw JSONError(.unexpectedByte, at: position) }
        position += 1
        return byte != bracket
    }

    @inline(__always)
    func peek() throws(JSONError) -> UInt8 {
        guard position < bytes.count else { throw JSONError(.unexpectedEnd, at: position) }
        return bytes[position]
    }

    @inline(__always)
    mutating func skipSpace() {
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
        switch try written() {
        case .plain(let span, _): String(decoding: UnsafeBufferPointer(rebasing: bytes[span]), as: UTF8.self)
        case .escaped(let text): text
        }
    }

    /// A text as it is written.
    enum Written {
        /// Each byte stands for itself.
        case plain(Range<Int>, isASCII: Bool)
        case escaped(String)
    }

    @inline(__always)
    mutating func written() throws(JSONError) -> Written {
        position += 1
        let start = position
        var combined: UInt8 = 0
        while position < bytes.count {
            let byte = bytes[position]
            if byte == UInt8(ascii: "\"") {
                let (span, isASCII) = (start..<position, combined < 0x80)
                position += 1
                try checkText(span, isASCII: isASCII)
                return .plain(span, isASCII: isASCII)
            }
            if byte == UInt8(ascii: "\\") {
                return .escaped(try JSONEscapedString.read(bytes, from: start, to: &position, isLenient))
            }
            if byte < 0x20 { throw JSONError(.controlCharacter, at: position) }
            combined |= byte
            position += 1
        }
        throw JSONError(.unexpectedEnd, at: position)
    }

    private func checkText(_ span: Range<Int>, isASCII: Bool) throws(JSONError) {
        if !isASCII, let bad = UTF8Validity.firstBadOffset(in: bytes, span) { throw JSONError(.badUTF8, at: bad) }
    }
}

/// The grammar of a JSON number (RFC 8259, section 6).
enum JSONNumberText {
    /// Where the number that starts at `start` ends; nil when there is none.
    static func end(in bytes: UnsafeBufferPointer<UInt8>, from start: Int) -> Int? {
        var position = start
        if position < bytes.count, bytes[position] == UInt8(ascii: "-") { position += 1 }
        guard let integerEnd = digits(in: bytes, from: position) else { return nil }
        if bytes[position] == UInt8(ascii: "0"), integerEnd > position + 1 { return nil }
        position = integerEnd
        if position < bytes.count, bytes[position] == UInt8(ascii: ".") {
            guard let end = digits(in: bytes, from: position + 1) else { return nil }
            position = end
        }
        guard position < bytes.count, bytes[position] | 0x20 == UInt8(ascii: "e") else { return position }
        position += 1
        if position < bytes.count, bytes[position] == UInt8(ascii: "+") || bytes[position] == UInt8(ascii: "-") {
            position += 1
        }
        return digits(in: bytes, from: position)
    }

    /// Where the run of at least one digit ends.
    @inline(__always)
    private static func digits(in bytes: UnsafeBufferPointer<UInt8>, from start: Int) -> Int? {
        var position = start
        while position < bytes.count, bytes[position] &- UInt8(ascii: "0") < 10 { position += 1 }
        return position > start ? position : nil
    }
}

/// Tells cheaply that no name of an object occurs twice, which is nearly always so.
struct NameFilter {
    /// Two sets of marks, so that a dozen different names seldom look like a repetition.
    private var seen: (UInt64, UInt64) = (0, 0)
    /// False only if all names noted differ.
    private(set) var mayRepeat = false

    /// Notes a name by its bytes as they were written; one with an escape may equal another that is written plainly.
    mutating func note(_ source: Slice<UnsafeBufferPointer<UInt8>>) {
        var mark = UInt64(truncatingIfNeeded: source.count)
        for byte in source {
            mark = mark &* 31 &+ UInt64(byte)
            if byte == UInt8(ascii: "\\") { mayRepeat = true }
        }
        let mixed = mark &* 0x9E37_79B9_7F4A_7C15
        let bits: (UInt64, UInt64) = (1 << (mixed >> 58), 1 << (mixed >> 52 & 63))
        if seen.0 & bits.0 != 0, seen.1 & bits.1 != 0 { mayRepeat = true }
        seen = (seen.0 | bits.0, seen.1 | bits.1)
    }

    /// The names that occur more than once, each named once.
    static func repeated(in members: [JSONObject.Member]) -> [String] {
        guard members.count > 12 else { return repeatedAmongFew(members) }
        var seen = Set<String>(minimumCapacity: members.count)
        var repeated: [String] = []
        var reported = Set<String>()
        for member in members where !seen.insert(member.name).inserted {
            if reported.insert(member.name).inserted { repeated.append(member.name) }
        }
        return repeated
    }

    private static func repeatedAmongFew(_ members: [JSONObject.Member]) -> [String] {
        var repeated: [String] = []
        for (index, member) in members.enumerated()
        where members[..<index].contains(where: { $0.name == member.name }) && !repeated.contains(member.name) {
            repeated.append(member.name)
        }
        return repeated
    }
}

/// Why bytes are not one JSON value, and where.
package struct JSONError: Error, Hashable, Sendable {
    package enum Code: String, CaseIterable, Sendable {
        case emptyInput = "empty_input"
        case unexpectedEnd = "unexpected_end"
        case unexpectedByte = "unexpected_byte"
        case byteOrderMark = "byte_order_mark"
        case trailingBytes = "trailing_bytes"
        case badNumber = "bad_number"
        case badEscape = "bad_escape"
        case loneSurrogate = "lone_surrogate"
        case badUTF8 = "bad_utf8"
        case controlCharacter = "control_character"
        case tooDeep = "too_deep"
    }

    package let code: Code
    /// How many bytes come before the place of the error.
    package let offset: Int
    /// The line where the error is, counted from 1; nil where the text has one only.
    private(set) var line: Int?
    /// The character in the line, counted from 1.
    private(set) var column: Int?

    package init(_ code: Code, at offset: Int) {
        self.code = code
        self.offset = offset
    }

    /// The same error with its place as an editor shows it.
    func located(in bytes: UnsafeBufferPointer<UInt8>) -> JSONError {
        var error = self
        let before = bytes[..<min(offset, bytes.count)]
        let start = before.lastIndex(of: UInt8(ascii: "\n")).map { $0 + 1 } ?? 0
        // Of each character only the first byte is none of 10xxxxxx.
        error.column = before[start...].count(where: { $0 & 0xC0 != 0x80 }) + 1
        if bytes.contains(UInt8(ascii: "\n")) { error.line = before.count(where: { $0 == UInt8(ascii: "\n") }) + 1 }
        return error
    }

    /// What would be right; never what was found, which may be personal.
    package var detail: String {
        let place = [line.map { "line \($0)" }, column.map { "column \($0)" }].compactMap(\.self)
        return "\(place.isEmpty ? "byte \(offset)" : place.joined(separator: ", ")): \(rule)"
    }

    private var rule: String {
        switch code {
        case .emptyInput: "expected a JSON value, found nothing"
        case .unexpectedEnd: "the JSON text ends too early"
        case .unexpectedByte: "this byte cannot stand here in JSON"
        case .byteOrderMark: "a byte order mark may stand at the start of the file or body only"
        case .trailingBytes: "nothing but white space may follow the JSON value"
        case .badNumber: "a number is written as in RFC 8259, for example 12.5"
        case .badEscape: "an escape is one of \\\" \\\\ \\/ \\b \\f \\n \\r \\t \\uXXXX"
        case .loneSurrogate: "a surrogate escape needs its other half"
        case .badUTF8: "JSON text is valid UTF-8"
        case .controlCharacter: "a control character in a string is escaped"
        case .tooDeep: "arrays and objects nest at most \(JSONReader.maximumDepth) deep"
        }
    }
}
