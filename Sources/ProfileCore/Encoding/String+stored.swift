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
