/// Cuts a stream of bytes into JSON values, however the bytes arrive in chunks, holding at most one in memory: the
/// elements of an array, also of one within an object, or documents one after the other.
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

    private enum Ending {
        case none, whole
        /// Before a bracket that may open the list.
        case list
    }

    private let maximumLength: Int
    /// What stands before the list of an object, without white space; nil when no list is looked for.
    private let listName: [UInt8]?
    private var place = Place.start
    private var isArray = false
    private var isWithinObject = false
    private var number = 0
    private var pending: [UInt8] = []
    private var isSkipping = false
    private var depth = 0
    private var isInString = false
    private var isEscaped = false

    /// `maximumLength` is in bytes of a value; `list` names the member of an object whose elements are the values.
    package init(list: String? = nil, maximumLength: Int = LineSplitter.standardMaximumLength) {
        self.maximumLength = maximumLength
        listName = list.map { Array(JSONValue.string($0).jsonText.utf8) + [UInt8(ascii: ":")] }
    }

    /// The values that `chunk` completes, each as the line with its number.
    package mutating func append(_ chunk: [UInt8]) throws(Broken) -> [LineSplitter.Line] {
        try chunk.withUnsafeBufferPointer { bytes throws(Broken) in try append(bytes) }
    }

    private mutating func append(_ chunk: UnsafeBufferPointer<UInt8>) throws(Broken) -> [LineSplitter.Line] {
        var values: [LineSplitter.Line] = []
        var position = 0
        while position < chunk.count, place != .rest {
            guard place == .value else {
                let begins = try begins(with: chunk[position])
                // What a value begins with is its first byte.
                if !begins { position += 1 }
                continue
            }
            let start = position
            let ending = passValue(in: chunk, from: &position)
            hold(UnsafeBufferPointer(rebasing: chunk[start..<position]))
            switch ending {
            case .none: break
            case .whole: values.append(take())
            case .list where isBeforeList:
                (pending, place, isArray, depth) = ([], .first, true, 0)
                isWithinObject = true
                position += 1
            case .list:
                hold(UnsafeBufferPointer(rebasing: chunk[position...position]))
                depth += 1
                position += 1
            }
        }
        return values
    }

    /// Whether what is held ends with the name of the list, as that of a member.
    private var isBeforeList: Bool {
        guard let listName, !isSkipping else { return false }
        let end = pending.suffix(listName.count * 2 + Self.blanksBeforeList).filter { !Self.isWhite($0) }
        let before = end.dropLast(listName.count).last
        return end.suffix(listName.count).elementsEqual(listName)
            && (before == UInt8(ascii: "{") || before == UInt8(ascii: ","))
    }

    /// How much white space may stand about the name.
    private static let blanksBeforeList = 200

    private static func isWhite(_ byte: UInt8) -> Bool {
        byte == 0x20 || byte == 0x09 || byte == 0x0A || byte == 0x0D
    }

    /// What is wrong with the end of the stream, if anything is.
    package func finish() throws(Broken) {
        if [.start, .end, .rest].contains(place) || place == .behind && !isArray { return }
        throw Broken(count: number, rule: "the JSON text ends too early")
    }

    // MARK: Between values

    private var broken: Broken {
        let rule = isArray ? "a comma stands between elements, and nothing behind the array" : "an object is expected"
        return Broken(count: number, rule: rule)
    }

    /// Whether a value begins with the byte.
    private mutating func begins(with byte: UInt8) throws(Broken) -> Bool {
        switch (place, byte) {
        case _ where Self.isWhite(byte): return false
        case (.start, UInt8(ascii: "[")):
            isArray = true
            place = .first
            return false
        case (.first, UInt8(ascii: "]")):
            place = isWithinObject ? .rest : .end
            return false
        case (.behind, UInt8(ascii: "]")) where isArray:
            place = isWithinObject ? .rest : .end
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
            if isInString {
                passStringByte(byte)
            } else {
                switch byte {
                case UInt8(ascii: "\""): isInString = true
                case UInt8(ascii: "["):
                    if depth == 1, listName != nil, !isArray, number == 0 { return .list }
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

    /// `sample` is the beginning of the file.
    package init(of sample: [UInt8]) {
        let lines = sample.split(separator: 0x0A, maxSplits: 2).filter { $0 != [0x0D] }
        // The first line may be the damaged one: an object cannot begin behind it, unless it ends as here.
        let last = lines.first?.last { $0 > 0x20 }
        let mayGoOn = [UInt8(ascii: "["), UInt8(ascii: ","), UInt8(ascii: ":")].contains(last)
        let isFollowed = lines.count > 1 && lines[1].first == UInt8(ascii: "{") && !mayGoOn
        self = isFollowed || lines.first.map(Self.isObject) == true ? .lines : .elements
    }

    private static func isObject(_ line: ArraySlice<UInt8>) -> Bool {
        if case .object? = try? JSONReader.parse(Array(line)) { true } else { false }
    }
}
