package import ProfileCore
import SQLStore

typealias Parameters = PostgresParameters

/// The values of one run of a statement in PostgreSQL's binary form, in the order of its parameters.
package struct PostgresParameters: Sendable {
    /// Never without any: libpq takes a missing pointer for NULL, and even a value of no bytes needs one.
    private var bytes: [UInt8] = [0]
    /// Where each value lies; nil for NULL.
    private var places: [Range<Int>?] = []
    /// While rows are added, the list that each of their values goes to.
    private var lists: [ParameterList] = []
    private var isAddingRows = false
    private var column = 0

    var count: Int { places.count }

    /// Lends pointers to the values and their lengths, for as long as `body` runs.
    func withPointers<Result>(_ body: ([UnsafePointer<CChar>?], [Int32]) -> Result) -> Result {
        bytes.withUnsafeBufferPointer { all in
            all.withMemoryRebound(to: CChar.self) { all in
                let pointers = places.map { place in
                    place.flatMap { place in all.baseAddress.map { $0 + place.lowerBound } }
                }
                return body(pointers, places.map { Int32(clamping: $0?.count ?? 0) })
            }
        }
    }

    /// A list for each value of a row.
    mutating func addLists<Item>(of items: [Item], _ bind: (inout PostgresParameters, Item) -> Void) {
        isAddingRows = true
        for item in items {
            column = 0
            bind(&self, item)
        }
        isAddingRows = false
        for list in lists { add(list) }
        lists = []
    }

    private mutating func add(_ list: ParameterList) {
        adding { list.append(to: &$0) }
    }

    mutating func add(_ value: Int32) {
        adding { $0.append(bigEndian: value) }
    }

    mutating func add(integers values: some Collection<Int64>) {
        var list = ParameterList(.int8)
        for value in values { list.add(value) { $0.append(bigEndian: $1) } }
        add(list)
    }

    mutating func add(ids values: some Collection<ProfileID>) {
        var list = ParameterList(.uuid)
        for value in values { list.add(value) { $0.append($1) } }
        add(list)
    }

    /// As three lists: kinds, sources, ids.
    mutating func add(keys: [FactKey]) {
        var kinds = ParameterList(.int2)
        for key in keys { kinds.add(Int16(key.kind.rawValue)) { $0.append(bigEndian: $1) } }
        add(kinds)
        add(texts: keys.map(\.source))
        add(texts: keys.map(\.id))
    }

    /// As two lists: types, values.
    mutating func add(identifiers: [Identifier]) {
        add(texts: identifiers.map(\.type))
        add(texts: identifiers.map(\.value))
    }

    mutating func add(texts: [String]) {
        var list = ParameterList(.text)
        for text in texts { list.add(text) { $0.append(escaping: $1) } }
        add(list)
    }

    private mutating func add<Value>(
        _ value: Value?, _ type: ElementType, _ write: (inout [UInt8], Value) -> Void
    ) {
        guard isAddingRows else {
            guard let value else { return places.append(nil) }
            return adding { write(&$0, value) }
        }
        if column == lists.count { lists.append(ParameterList(type)) }
        lists[column].add(value, write)
        column += 1
    }

    private mutating func adding(_ write: (inout [UInt8]) -> Void) {
        let start = bytes.count
        write(&bytes)
        places.append(start..<bytes.count)
    }
}

extension PostgresParameters: StatementValues {
    package mutating func add(_ value: Int64?) {
        add(value, .int8) { $0.append(bigEndian: $1) }
    }

    package mutating func add(small value: Int?) {
        add(value.map { Int16(clamping: $0) }, .int2) { $0.append(bigEndian: $1) }
    }

    package mutating func add(_ value: Bool) {
        add(value, .bool) { $0.append($1 ? 1 : 0) }
    }

    package mutating func add(_ value: String?) {
        add(value, .text) { $0.append(escaping: $1) }
    }

    package mutating func add(_ value: [UInt8]?) {
        add(value, .bytea) { $0.append(contentsOf: $1) }
    }

    package mutating func add(_ value: ProfileID?) {
        add(value, .uuid) { $0.append($1) }
    }

    /// The row is there once for each of the ids.
    package mutating func add(anyOf ids: Set<ProfileID>) {
        let before = column
        for (number, id) in ids.sorted().enumerated() {
            if number > 0 {
                for column in 0..<before { lists[column].repeatLast() }
            }
            column = before
            add(id)
        }
    }
}

/// The numbers by which PostgreSQL knows the types of array elements; source: its file pg_type.dat.
private enum ElementType: UInt32 {
    case bool = 16
    case bytea = 17
    case int8 = 20
    case int2 = 21
    case text = 25
    case uuid = 2950
}

/// A list in the making, as PostgreSQL's `array_recv` reads it: number of dimensions, whether there are nulls, element
/// type, size, lower bound, then each element with its length, which is -1 for null.
private struct ParameterList {
    private let type: ElementType
    private var elements: [UInt8] = []
    private var count = 0
    private var hasNull = false
    private var last = 0

    init(_ type: ElementType) {
        self.type = type
    }

    mutating func add<Value>(_ value: Value?, _ write: (inout [UInt8], Value) -> Void) {
        (last, count) = (elements.count, count + 1)
        guard let value else {
            hasNull = true
            return elements.append(bigEndian: -1 as Int32)
        }
        elements.append(bigEndian: 0 as Int32)
        write(&elements, value)
        let length = Int32(clamping: elements.count - last - 4).bigEndian
        Swift.withUnsafeBytes(of: length) { elements.replaceSubrange(last..<last + 4, with: $0) }
    }

    mutating func repeatLast() {
        let element = Array(elements[last...])
        (last, count) = (elements.count, count + 1)
        elements += element
    }

    func append(to bytes: inout [UInt8]) {
        bytes.append(bigEndian: count == 0 ? 0 : 1 as Int32)
        bytes.append(bigEndian: hasNull ? 1 : 0 as Int32)
        bytes.append(bigEndian: type.rawValue)
        guard count > 0 else { return }
        bytes.append(bigEndian: Int32(clamping: count))
        bytes.append(bigEndian: 1 as Int32)
        bytes += elements
    }
}

extension [UInt8] {
    fileprivate mutating func append(bigEndian value: some FixedWidthInteger) {
        Swift.withUnsafeBytes(of: value.bigEndian) { append(contentsOf: $0) }
    }

    fileprivate mutating func append(_ id: ProfileID) {
        append(bigEndian: id.high)
        append(bigEndian: id.low)
    }
}

// MARK: Texts

/// PostgreSQL's texts hold every character but U+0000. It is kept as U+0001 U+0001, and U+0001 itself as U+0001 U+0002:
/// so nothing is lost, different texts stay different, and their order is kept.
extension [UInt8] {
    /// The text as it is stored.
    mutating func append(escaping text: String) {
        var text = text
        text.withUTF8 { text in
            guard text.contains(where: { $0 < 2 }) else { return append(contentsOf: text) }
            for byte in text {
                if byte < 2 { append(1) }
                append(byte < 2 ? byte + 1 : byte)
            }
        }
    }
}

extension String {
    /// What `append(escaping:)` wrote, or nil.
    init?(escaped bytes: UnsafeBufferPointer<UInt8>) {
        guard bytes.contains(1) else {
            self.init(stored: bytes)
            return
        }
        var text: [UInt8] = []
        var isEscaped = false
        for byte in bytes {
            if byte == 1, !isEscaped {
                isEscaped = true
                continue
            }
            text.append(isEscaped ? byte - 1 : byte)
            isEscaped = false
        }
        self.init(validating: text, as: UTF8.self)
    }
}
