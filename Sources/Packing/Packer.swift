import CLZ4

/// Packs texts that resemble one another by what they share with a specimen.
///
/// A rendered profile shrinks to a third, and unpacks in some two microseconds, so that three times as many can be kept
/// in memory at hardly any cost to who reads them (LZ4 with a dictionary).
package struct Packer: Sendable {
    /// LZ4 looks back no further.
    private static let window = 64 * 1024

    private let specimen: [UInt8]

    package init(specimen: [UInt8]) {
        self.specimen = Array(specimen.suffix(Self.window))
    }

    package func pack(_ bytes: [UInt8]) -> PackedBytes {
        guard let packed = compressed(bytes), packed.count < bytes.count else {
            return PackedBytes(form: .plain(bytes))
        }
        return PackedBytes(form: .packed(packed, count: bytes.count, specimen: specimen))
    }

    /// The same bytes, packed if they are not.
    package func packed(_ bytes: PackedBytes) -> PackedBytes {
        guard case .plain(let plain) = bytes.form else { return bytes }
        return pack(plain)
    }

    /// Nil when LZ4 declines, as it does for gigabytes.
    private func compressed(_ bytes: [UInt8]) -> [UInt8]? {
        guard let size = Int32(exactly: bytes.count), let stream = LZ4_createStream() else { return nil }
        defer { LZ4_freeStream(stream) }
        let bound = LZ4_compressBound(size)
        guard bound > 0 else { return nil }
        return specimen.withUnsafeBytes { specimen in
            LZ4_loadDict(stream, specimen.characters, Int32(specimen.count))
            return bytes.withUnsafeBytes { bytes in
                let packed = withUnsafeTemporaryAllocation(byteCount: Int(bound), alignment: 1) { room -> [UInt8] in
                    let count = LZ4_compress_fast_continue(
                        stream, bytes.characters, room.baseAddress?.assumingMemoryBound(to: CChar.self), size, bound, 1)
                    return Array(room.prefix(Int(count)))
                }
                return packed.isEmpty ? nil : packed
            }
        }
    }
}

extension UnsafeRawBufferPointer {
    var characters: UnsafePointer<CChar>? { baseAddress?.assumingMemoryBound(to: CChar.self) }
}

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
