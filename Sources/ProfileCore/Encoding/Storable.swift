/// A value that has a binary form.
///
/// Equal values give equal bytes, so that two stores that took the same decisions hold the same bytes. Strings count
/// as equal here when their bytes are; the service hands in nothing but NFC where it matters.
package protocol Storable {
    func write(to writer: inout ByteWriter)
    init(from reader: inout ByteReader) throws(DecodingFailure)
}
