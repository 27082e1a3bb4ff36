import CZlib

/// Unpacks gzip as it arrives, a bounded piece at a time.
///
/// There may be several members one after the other, as `cat a.gz b.gz` gives. What is unpacked is handed out in
/// pieces, so that a small input that unpacks to a huge one is never in memory as a whole.
package final class GzipInflater {
    package enum Failure: Error {
        /// Not gzip, or changed on its way.
        case damaged
        /// The input ended within a member.
        case truncated
    }

    static let pieceSize = 64 * 1024

    private let stream: UnsafeMutablePointer<z_stream>
    private var input: [UInt8] = []
    private var offset = 0
    private var isBetweenMembers = false
    private var mayHoldMore = false

    package init() throws(Failure) {
        stream = .allocate(capacity: 1)
        stream.initialize(to: z_stream())
        // 15 bits of window, plus 16 for the gzip wrapper and no other.
        let result = inflateInit2_(stream, 15 + 16, zlibVersion(), Int32(MemoryLayout<z_stream>.size))
        guard result == Z_OK else { throw .damaged }
    }

    deinit {
        inflateEnd(stream)
        stream.deallocate()
    }

    /// Takes the next bytes of the input; all pieces of the former ones must have been fetched.
    package func push(_ bytes: [UInt8]) {
        input = bytes
        offset = 0
    }

    /// The next piece of what was pushed; nil when more has to be pushed first.
    package func nextPiece() throws(Failure) -> [UInt8]? {
        while offset < input.count || mayHoldMore {
            if isBetweenMembers { try beginMember() }
            let piece = try step()
            mayHoldMore = piece.count == Self.pieceSize && !isBetweenMembers
            if !piece.isEmpty { return piece }
        }
        return nil
    }

    /// Throws when the input ended too early.
    package func finish() throws(Failure) {
        guard isBetweenMembers else { throw .truncated }
    }

    private func beginMember() throws(Failure) {
        guard inflateReset(stream) == Z_OK else { throw .damaged }
        isBetweenMembers = false
    }

    /// Unpacks until the input is used up, a member ends or the piece is full.
    private func step() throws(Failure) -> [UInt8] {
        var result = Z_OK
        let piece = [UInt8](unsafeUninitializedCapacity: Self.pieceSize) { output, count in
            input.withUnsafeMutableBufferPointer { input in
                stream.pointee.next_in = input.baseAddress?.advanced(by: offset)
                stream.pointee.avail_in = UInt32(input.count - offset)
                stream.pointee.next_out = output.baseAddress
                stream.pointee.avail_out = UInt32(Self.pieceSize)
                result = CZlib.inflate(stream, Z_NO_FLUSH)
                offset = input.count - Int(stream.pointee.avail_in)
                count = Self.pieceSize - Int(stream.pointee.avail_out)
            }
        }
        switch result {
        case Z_STREAM_END: isBetweenMembers = true
        // Nothing could be done: the input was used up just when the piece was full.
        case Z_OK, Z_BUF_ERROR: break
        default: throw .damaged
        }
        return piece
    }
}
