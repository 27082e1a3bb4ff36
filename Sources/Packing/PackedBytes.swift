import CLZ4

/// Bytes in less room than they need.
package struct PackedBytes: Sendable {
    enum Form {
        /// As they are, where packing would save nothing.
        case plain([UInt8])
        case packed([UInt8], count: Int, specimen: [UInt8])
    }

    let form: Form

    package init(plain bytes: [UInt8]) {
        form = .plain(bytes)
    }

    init(form: Form) {
        self.form = form
    }

    /// How many bytes there are once unpacked.
    package var count: Int {
        switch form {
        case .plain(let bytes): bytes.count
        case .packed(_, let count, _): count
        }
    }

    /// How many bytes they take up.
    package var packedCount: Int {
        switch form {
        case .plain(let bytes): bytes.count
        case .packed(let bytes, _, _): bytes.count
        }
    }

    package var unpacked: [UInt8] {
        switch form {
        case .plain(let bytes): bytes
        case .packed(_, let count, _):
            [UInt8](unsafeUninitializedCapacity: count) { room, written in
                unpack(into: UnsafeMutableRawBufferPointer(room))
                written = count
            }
        }
    }

    /// Unpacks into `room`, which has to hold `count` bytes.
    package func unpack(into room: UnsafeMutableRawBufferPointer) {
        switch form {
        case .plain(let bytes): room.copyBytes(from: bytes)
        case .packed(let packed, let count, let specimen):
            let written = packed.withUnsafeBytes { packed in
                specimen.withUnsafeBytes { specimen in
                    LZ4_decompress_safe_usingDict(
                        packed.characters, room.baseAddress?.assumingMemoryBound(to: CChar.self), Int32(packed.count),
                        Int32(count), specimen.characters, Int32(specimen.count))
                }
            }
            // What was packed here and never left memory comes out whole, or memory itself is broken.
            precondition(written == count, "packed bytes were damaged in memory")
        }
    }
}
