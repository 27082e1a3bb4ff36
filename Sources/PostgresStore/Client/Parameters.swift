import ProfileCore
import ProfileStore

/// The values of one run of a statement in PostgreSQL's binary form, in the order of its parameters.
struct Parameters: Sendable {
    /// Never without any: libpq takes a missing pointer for NULL, and even a value of no bytes needs one.
    private var bytes: [UInt8] = [0]
    /// Where each value lies; nil for NULL.
    private var places: [Range<Int>?] = []

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

    mutating func add(_ value: Int64) {
        adding { $0.append(bigEndian: value) }
    }

    mutating func add(_ value: Int) {
        add(Int64(value))
    }

    mutating func add(_ value: Int16) {
        adding { $0.append(bigEndian: value) }
    }

    mutating func add(_ value: Int32) {
        adding { $0.append(bigEndian: value) }
    }

    mutating func add(_ value: Bool) {
        adding { $0.append(value ? 1 : 0) }
    }

    mutating func add(_ value: String) {
        adding { $0.append(escaping: value) }
    }

    mutating func add(_ value: [UInt8]) {
        adding { $0.append(contentsOf: value) }
    }

    mutating func add(_ value: ProfileID) {
        adding { $0.append(value) }
    }

    mutating func add(integers values: some Collection<Int64?>) {
        add(values, of: .int8) { $0.append(bigEndian: $1) }
    }

    mutating func add(kindNumbers values: some Collection<Int16?>) {
        add(values, of: .int2) { $0.append(bigEndian: $1) }
    }

    mutating func add(texts values: some Collection<String?>) {
        add(values, of: .text) { $0.append(escaping: $1) }
    }

    mutating func add(blobs values: some Collection<[UInt8]?>) {
        add(values, of: .bytea) { $0.append(contentsOf: $1) }
    }

    mutating func add(ids values: some Collection<ProfileID?>) {
        add(values, of: .uuid) { $0.append($1) }
    }

    /// As three lists: kinds, sources, ids.
    mutating func add(keys: [FactKey]) {
        add(kindNumbers: keys.map { Int16($0.kind.rawValue) })
        add(texts: keys.map(\.source))
        add(texts: keys.map(\.id))
    }

    /// As two lists: types, values.
    mutating func add(identifiers: [Identifier]) {
        add(texts: identifiers.map(\.type))
        add(texts: identifiers.map(\.value))
    }

    mutating func add(_ identifier: Identifier) {
        add(identifier.type)
        add(identifier.value)
    }

    mutating func add(_ key: FactKey) {
        add(Int16(key.kind.rawValue))
        add(key.source)
        add(key.id)
    }

    private mutating func adding(_ write: (inout [UInt8]) -> Void) {
        let start = bytes.count
        write(&bytes)
        places.append(start..<bytes.count)
    }
}

/// The numbers by which PostgreSQL knows the types of array elements; source: its file pg_type.dat.
private enum ElementType: UInt32 {
    case bytea = 17
    case int8 = 20
    case int2 = 21
    case text = 25
    case uuid = 2950
}

extension Parameters {
    /// An array as PostgreSQL's `array_recv` reads it: number of dimensions, whether there are nulls, element type,
    /// size, lower bound, then each element with its length, which is -1 for null.
    private mutating func add<Value>(
        _ values: some Collection<Value?>, of type: ElementType, _ write: (inout [UInt8], Value) -> Void
    ) {
        adding { bytes in
            bytes.append(bigEndian: values.isEmpty ? 0 : 1 as Int32)
            bytes.append(bigEndian: values.contains { $0 == nil } ? 1 : 0 as Int32)
            bytes.append(bigEndian: type.rawValue)
            guard !values.isEmpty else { return }
            bytes.append(bigEndian: Int32(clamping: values.count))
            bytes.append(bigEndian: 1 as Int32)
            for value in values { bytes.append(element: value, write) }
        }
    }
}

extension [UInt8] {
    fileprivate mutating func append<Value>(element value: Value?, _ write: (inout [UInt8], Value) -> Void) {
        guard let value else { return append(bigEndian: -1 as Int32) }
        let start = count
        append(bigEndian: 0 as Int32)
        write(&self, value)
        let length = Int32(clamping: count - start - 4).bigEndian
        Swift.withUnsafeBytes(of: length) { replaceSubrange(start..<start + 4, with: $0) }
    }

    fileprivate mutating func append(bigEndian value: some FixedWidthInteger) {
        Swift.withUnsafeBytes(of: value.bigEndian) { append(contentsOf: $0) }
    }

    fileprivate mutating func append(_ id: ProfileID) {
        append(bigEndian: id.high)
        append(bigEndian: id.low)
    }
}
