/// Cuts a stream of bytes into JSON values, however the bytes arrive in chunks, holding at most one in memory: the
/// elements of arrays, also of those within objects, or documents one after the other.
///
/// It looks for where values end and at nothing else; whether they are JSON is for who reads them to say.
package struct JSONElementSplitter: Sendable {
    /// Where the next value begins cannot be told.
    package struct Broken: Error, Hashable, Sendable {
        /// How many values came before.
        package let count: Int
        package let rule: String
    }

    private enum Place {
        /// Before the first value, and before the bracket of an array.
        case start
        /// Where a value may begin, or the array end.
        case first
        /// Where a value must begin: a comma stands before it.
        case next
        case value
        /// Behind a value.
        case behind
        /// Behind the array.
        case end
        /// Behind an array within an object, of which the rest is passed over.
        case rest
    }

    /// What stands around the values.
    private enum Enclosure {
        case none, array, arrayInObject
    }

    private enum Ending {
        case none, whole
        /// Before the bracket that opens the list.
        case list
    }

    private let maximumLength: Int
    /// Nil when no list is looked for.
    private var list: MemberWatch?
    private var place = Place.start
    private var enclosure = Enclosure.none
    private var number = 0
    private var pending: [UInt8] = []
    private var isSkipping = false
    private var depth = 0
    private var isInString = false
    private var isEscaped = false
    /// Told when the values before it were taken.
    private var flaw: Broken?

    /// `maximumLength` is in bytes of a value; `list` names the member of an object whose elements are the values.
    package init(list: String? = nil, maximumLength: Int = LineSplitter.standardMaximumLength) {
        self.maximumLength = maximumLength
        self.list = list.map(MemberWatch.init)
    }

    /// The values that `chunk` completes, each as the line with its number. What is wrong behind them is thrown when
    /// more is asked for.
    package mutating func append(_ chunk: [UInt8]) throws(Broken) -> [LineSplitter.Line] {
        if let flaw { throw flaw }
        var values: [LineSplitter.Line] = []
        do throws(Broken) {
            try chunk.withUnsafeBufferPointer { bytes throws(Broken) in try append(bytes, to: &values) }
        } catch {
            if values.isEmpty { throw error }
            flaw = error
        }
        return values
    }

    private mutating func append(
        _ chunk: UnsafeBufferPointer<UInt8>, to values: inout [LineSplitter.Line]
    ) throws(Broken) {
        var position = 0
        while position < chunk.count {
            guard place == .value || place == .rest else {
                let begins = try begins(with: chunk[position])
                // What a value begins with is its first byte.
                if !begins { position += 1 }
                continue
            }
            let start = position
            let ending = passValue(in: chunk, from: &position)
            if place == .value { hold(UnsafeBufferPointer(rebasing: chunk[start..<position])) }
            switch ending {
            case .none: break
            case .whole where place == .rest: (place, enclosure) = (.behind, .none)
            case .whole: values.append(take())
            case .list:
                (pending, isSkipping, place, depth) = ([], false, .first, 0)
                enclosure = .arrayInObject
                position += 1
            }
        }
    }

    private var isArray: Bool { enclosure != .none }

    /// Behind the list: what follows in the object around it is passed over.
    private mutating func leaveList() {
        (place, depth) = enclosure == .arrayInObject ? (.rest, 1) : (.end, 0)
    }

    private static func isWhite(_ byte: UInt8) -> Bool {
        byte == 0x20 || byte == 0x09 || byte == 0x0A || byte == 0x0D
    }

    /// What is wrong with the end of the stream, or was before it, if anything is.
    package func finish() throws(Broken) {
        if let flaw { throw flaw }
        if place == .start || place == .end || place == .behind && !isArray { return }
        throw Broken(count: number, rule: "the JSON text ends too early")
    }

    // MARK: Between values

    private var broken: Broken {
        let rule =
            isArray ? "a comma stands between elements, and behind an array another one" : "an object is expected"
        return Broken(count: number, rule: rule)
    }

    /// Whether a value begins with the byte.
    private mutating func begins(with byte: UInt8) throws(Broken) -> Bool {
        switch (place, byte) {
        case _ where Self.isWhite(byte): return false
        // Pages of an answer are put behind each other.
        case (.start, UInt8(ascii: "[")), (.end, UInt8(ascii: "[")):
            (enclosure, place) = (.array, .first)
            return false
        case (.first, UInt8(ascii: "]")):
            leaveList()
            return false
        case (.behind, UInt8(ascii: "]")) where isArray:
            leaveList()
            return false
        case (.behind, UInt8(ascii: ",")) where isArray:
            place = .next
            return false
        case (.next, UInt8(ascii: "]")): throw broken
        case (.start, UInt8(ascii: "{")), (.first, _), (.next, _):
            place = .value
            return true
        case (.behind, UInt8(ascii: "{")) where !isArray:
            place = .value
            return true
        default: throw broken
        }
    }

    // MARK: Within a value

    /// Passes over what belongs to the value, to its end if that is there.
    private mutating func passValue(in chunk: UnsafeBufferPointer<UInt8>, from position: inout Int) -> Ending {
        while position < chunk.count {
            let byte = chunk[position]
            if depth <= 1, !isArray { list?.note(byte, inString: isInString, escaped: isEscaped) }
            if isInString {
                passStringByte(byte)
            } else {
                switch byte {
                case UInt8(ascii: "\""): isInString = true
                case UInt8(ascii: "["):
                    if depth == 1, !isArray, list?.isFound == true { return .list }
                    depth += 1
                case UInt8(ascii: "{"): depth += 1
                // What has no brackets ends before what follows it.
                case UInt8(ascii: ","):
                    if depth == 0 { return .whole }
                case UInt8(ascii: "]"), UInt8(ascii: "}"):
                    if depth == 0 { return .whole }
                    depth -= 1
                    if depth > 0 { break }
                    position += 1
                    return .whole
                default: break
                }
            }
            position += 1
        }
        return .none
    }

    @inline(__always)
    private mutating func passStringByte(_ byte: UInt8) {
        if isEscaped {
            isEscaped = false
        } else if byte == UInt8(ascii: "\\") {
            isEscaped = true
        } else if byte == UInt8(ascii: "\"") {
            isInString = false
        }
    }

    private mutating func hold(_ bytes: UnsafeBufferPointer<UInt8>) {
        guard !isSkipping else { return }
        guard pending.count + bytes.count <= maximumLength else {
            isSkipping = true
            pending = []
            return
        }
        pending.append(contentsOf: bytes)
    }

    private mutating func take() -> LineSplitter.Line {
        number += 1
        defer {
            (pending, isSkipping, place) = ([], false, .behind)
        }
        return LineSplitter.Line(number: number, content: isSkipping ? .tooLong : .bytes(pending))
    }
}

/// Watches the bytes of an object, but not what is within its members, for the list that one of them holds.
private struct MemberWatch: Sendable {
    private enum Place {
        case beforeName, name, behindName, beforeValue, value
    }

    let wanted: String
    /// Whether the last byte opened the list.
    private(set) var isFound = false
    private var place = Place.value
    /// With its quotes, as it is written.
    private var name: [UInt8] = []

    init(_ wanted: String) { self.wanted = wanted }

    /// `inString` and `escaped` are as they were before the byte.
    @inline(__always)
    mutating func note(_ byte: UInt8, inString: Bool, escaped: Bool) {
        isFound = false
        if inString {
            if place == .name { noteName(byte, escaped) }
            return
        }
        switch byte {
        case 0x20, 0x09, 0x0A, 0x0D: break
        case UInt8(ascii: "\"") where place == .beforeName: (place, name) = (.name, [byte])
        case UInt8(ascii: ":") where place == .behindName: place = .beforeValue
        case UInt8(ascii: "["):
            isFound = place == .beforeValue && isWanted
            place = .value
        // The brace is that of the object itself when no member has begun.
        case UInt8(ascii: "{"): place = place == .beforeValue ? .value : .beforeName
        case UInt8(ascii: ","): place = .beforeName
        default: place = .value
        }
    }

    private mutating func noteName(_ byte: UInt8, _ escaped: Bool) {
        // Each byte may be written as six.
        if name.count <= wanted.utf8.count * 6 + 2 { name.append(byte) }
        if byte == UInt8(ascii: "\""), !escaped { place = .behindName }
    }

    private var isWanted: Bool { (try? JSONReader.parse(name)) == .string(wanted) }
}

/// An object at the beginning of a file that holds documents as a list.
package enum DocumentList {
    /// The list's name, where it comes first in the object and nothing but the object is on the file's first line.
    package static func name(in sample: [UInt8]) -> String? {
        let start = String(decoding: sample.prefix(1_000), as: UTF8.self)
        guard let match = start.prefixMatch(of: #/\s*\{\s*"([^"\\]+)"\s*:\s*\[\s*\{/#) else { return nil }
        let lines = sample.split(separator: 0x0A, maxSplits: 1).map(Array.init)
        if case .lines = JSONSpread(of: sample), lines.count > 1, lines[1].contains(where: { $0 > 0x20 }) { return nil }
        return String(match.1)
    }
}

/// How JSON is spread over a file.
package enum JSONSpread: Sendable {
    /// A document on each line, so that a damaged one costs itself only.
    case lines
    /// An array, or documents over several lines.
    case elements

    /// `sample` is the beginning of the file, as `isTelling` wants it. Pass true for `isList` if documents may stand in
    /// a list: a file of one line is then read by elements.
    package init(of sample: [UInt8], isList: Bool = false) {
        let lines = sample.split(separator: 0x0A, maxSplits: 2).filter { $0 != [0x0D] }
        // The first line may be the damaged one: an object cannot begin behind it, unless it ends as here.
        let last = lines.first?.last { $0 > 0x20 }
        let mayGoOn = [UInt8(ascii: "["), UInt8(ascii: ","), UInt8(ascii: ":")].contains(last)
        let isFollowed = lines.count > 1 && lines[1].first == UInt8(ascii: "{") && !mayGoOn
        let isOneLine = !Self.isTelling(sample)
        if isList, isOneLine {
            self = .elements
            return
        }
        self = isFollowed || lines.first.map(Self.isObject) == true ? .lines : .elements
    }

    /// Whether the beginning of a file is long enough to tell: it has a first line, and something behind that.
    package static func isTelling(_ sample: [UInt8]) -> Bool {
        guard let first = sample.firstIndex(where: { $0 > 0x20 }),
            let end = sample[first...].firstIndex(of: UInt8(ascii: "\n"))
        else { return false }
        return sample[end...].contains { $0 > 0x20 }
    }

    private static func isObject(_ line: ArraySlice<UInt8>) -> Bool {
        if case .object? = try? JSONReader.parse(Array(line)) { true } else { false }
    }
}
