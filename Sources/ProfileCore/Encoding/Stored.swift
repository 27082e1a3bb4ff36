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
