extension Sequence<UInt8> {
    /// Two digits for each byte, in small letters.
    package var hexadecimal: String {
        reduce(into: "") { text, byte in text += (byte < 16 ? "0" : "") + String(byte, radix: 16) }
    }
}
