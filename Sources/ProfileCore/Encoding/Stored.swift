/// A value that has a binary form.
///
/// Equal values give equal bytes, so that two stores that took the same decisions hold the same bytes. Strings count
/// as equal here when their bytes are; the service hands in nothing but NFC where it matters.
package protocol Storable {
    func write(to writer: inout ByteWriter)
    init(from reader: inout ByteReader) throws(DecodingFailure)
}

/// The binary form of whole values: a format byte, so that later versions can read what earlier ones wrote, then the
/// value.
package enum Stored {
    /// What this version writes; it reads this and every lesser one.
    package static let format: UInt8 = 2

    package static func bytes(of value: some Storable) -> [UInt8] {
        var writer = ByteWriter()
        writer.byte(format)
        value.write(to: &writer)
        return writer.bytes
    }

    package static func value<Value: Storable>(
        _ type: Value.Type = Value.self, from bytes: UnsafeRawBufferPointer
    ) throws(DecodingFailure) -> Value {
        guard let format = bytes.first else { throw .truncated }
        guard (1...Self.format).contains(format) else { throw .unknownFormat(format) }
        var reader = ByteReader(UnsafeRawBufferPointer(rebasing: bytes.dropFirst()), format: format)
        let value = try Value(from: &reader)
        guard reader.isAtEnd else { throw .trailing }
        return value
    }

    package static func value<Value: Storable>(
        _ type: Value.Type = Value.self, from bytes: [UInt8]
    ) throws(DecodingFailure) -> Value {
        try bytes.withUnsafeBufferPointer { buffer throws(DecodingFailure) in
            try value(type, from: UnsafeRawBufferPointer(buffer))
        }
    }
}

/// Why stored bytes make no sense.
package enum DecodingFailure: Error, Hashable, Sendable {
    /// They end too early.
    case truncated
    /// They go on after the value's end.
    case trailing
    /// They begin with a format this version does not know: most likely a newer one wrote them.
    case unknownFormat(UInt8)
    /// A part has a value it cannot have; the part is named, never its value.
    case invalid(StaticString)

    package static func == (left: DecodingFailure, right: DecodingFailure) -> Bool {
        left.detail == right.detail
    }

    package func hash(into hasher: inout Hasher) {
        hasher.combine(detail)
    }

    /// A description without any stored value.
    package var detail: String {
        switch self {
        case .truncated: "stored bytes end too early"
        case .trailing: "stored bytes go on after their end"
        case .unknownFormat(let format): "stored bytes have format \(format), which this version does not know"
        case .invalid(let part): "stored bytes hold an impossible \(part)"
        }
    }
}

extension String {
    /// Nil unless the bytes are UTF-8.
    ///
    /// Nearly all stored texts are ASCII, for which the standard library's check costs more than the text.
    package init?(stored bytes: UnsafeBufferPointer<UInt8>) {
        if bytes.allSatisfy({ $0 < 0x80 }) {
            self.init(decoding: bytes, as: UTF8.self)
        } else {
            self.init(validating: bytes, as: UTF8.self)
        }
    }
}
