import ProfileCore

/// PostgreSQL's texts hold every character but U+0000. It is kept as U+0001 U+0001, and U+0001 itself as U+0001 U+0002:
/// so nothing is lost, different texts stay different, and their order is kept.
extension [UInt8] {
    /// The text as it is stored.
    mutating func append(escaping text: String) {
        var text = text
        text.withUTF8 { text in
            guard text.contains(where: { $0 < 2 }) else { return append(contentsOf: text) }
            for byte in text {
                if byte < 2 { append(1) }
                append(byte < 2 ? byte + 1 : byte)
            }
        }
    }
}

extension String {
    /// What `append(escaping:)` wrote, or nil.
    init?(escaped bytes: UnsafeBufferPointer<UInt8>) {
        guard bytes.contains(1) else {
            self.init(stored: bytes)
            return
        }
        var text: [UInt8] = []
        var isEscaped = false
        for byte in bytes {
            if byte == 1, !isEscaped {
                isEscaped = true
                continue
            }
            text.append(isEscaped ? byte - 1 : byte)
            isEscaped = false
        }
        self.init(validating: text, as: UTF8.self)
    }
}
