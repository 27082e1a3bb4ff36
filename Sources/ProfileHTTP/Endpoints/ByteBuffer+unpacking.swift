import NIOCore
import Packing

extension ByteBuffer {
    /// A copy, made in one step.
    init(unpacking packed: PackedBytes) {
        self.init()
        writeWithUnsafeMutableBytes(minimumWritableBytes: packed.count) { room in
            packed.unpack(into: UnsafeMutableRawBufferPointer(rebasing: room.prefix(packed.count)))
            return packed.count
        }
    }
}
