/// A case is stored as its place among all of its type, so that a new one comes last.
extension ByteWriter {
    mutating func code<Case: Equatable>(_ value: Case, among cases: [Case]) {
        byte(UInt8(truncatingIfNeeded: cases.firstIndex(of: value) ?? 0xFF))
    }
}

extension ByteReader {
    mutating func code<Case>(among cases: [Case], _ part: StaticString) throws(DecodingFailure) -> Case {
        let place = Int(try byte())
        guard place < cases.count else { throw .invalid(part) }
        return cases[place]
    }
}
