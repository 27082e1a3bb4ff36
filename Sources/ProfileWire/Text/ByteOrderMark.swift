/// The three bytes that some programs put in front of UTF-8. At the start of a body or a file they say nothing; on a
/// later line two files were put together, and they are no part of any value.
package enum ByteOrderMark {
    private static let bytes: [UInt8] = [0xEF, 0xBB, 0xBF]

    package static func leads(_ text: some Sequence<UInt8>) -> Bool {
        text.starts(with: bytes)
    }

    /// Takes the mark off the start of a whole body or file.
    package static func strip(_ text: inout [UInt8]) {
        if leads(text) { text.removeFirst(bytes.count) }
    }
}
