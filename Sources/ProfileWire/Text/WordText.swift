/// The words of the contract: names of sources, identifier types, channels and activity types.
package enum WordText {
    package static let maximumLength = 32

    /// Whether `text` is `[a-z][a-z0-9_]{0,31}`.
    package static func isWord(_ text: String) -> Bool {
        let bytes = text.utf8
        guard bytes.count <= maximumLength, let first = bytes.first, isLetter(first) else { return false }
        return bytes.allSatisfy { isLetter($0) || isDigit($0) || $0 == UInt8(ascii: "_") }
    }

    /// The word that `text` means (`Live Chat` means `live_chat`); nil when it is none.
    package static func word(_ text: String) -> String? {
        if isWord(text) { return text }
        guard CleanText.isASCII(text) else { return nil }
        var bytes: [UInt8] = []
        for byte in CleanText.clean(text).utf8 {
            switch byte {
            case UInt8(ascii: "A")...UInt8(ascii: "Z"): bytes.append(byte + 32)
            case UInt8(ascii: " "), UInt8(ascii: "-"): bytes.append(UInt8(ascii: "_"))
            default: bytes.append(byte)
            }
        }
        let word = String(decoding: bytes, as: UTF8.self)
        return isWord(word) ? word : nil
    }

    @inline(__always)
    private static func isLetter(_ byte: UInt8) -> Bool {
        byte &- UInt8(ascii: "a") < 26
    }

    @inline(__always)
    private static func isDigit(_ byte: UInt8) -> Bool {
        byte &- UInt8(ascii: "0") < 10
    }
}
