/// Tells cheaply that no name of an object occurs twice, which is nearly always so.
struct NameFilter {
    /// Two sets of marks, so that a dozen different names seldom look like a repetition.
    private var seen: (UInt64, UInt64) = (0, 0)
    /// False only if all names noted differ.
    private(set) var mayRepeat = false

    /// Notes a name by its bytes as they were written; one with an escape may equal another that is written plainly.
    mutating func note(_ source: Slice<UnsafeBufferPointer<UInt8>>) {
        var mark = UInt64(truncatingIfNeeded: source.count)
        for byte in source {
            mark = mark &* 31 &+ UInt64(byte)
            if byte == UInt8(ascii: "\\") { mayRepeat = true }
        }
        let mixed = mark &* 0x9E37_79B9_7F4A_7C15
        let bits: (UInt64, UInt64) = (1 << (mixed >> 58), 1 << (mixed >> 52 & 63))
        if seen.0 & bits.0 != 0, seen.1 & bits.1 != 0 { mayRepeat = true }
        seen = (seen.0 | bits.0, seen.1 | bits.1)
    }

    /// The names that occur more than once, each named once.
    static func repeated(in members: [JSONObject.Member]) -> [String] {
        guard members.count > 12 else { return repeatedAmongFew(members) }
        var seen = Set<String>(minimumCapacity: members.count)
        var repeated: [String] = []
        var reported = Set<String>()
        for member in members where !seen.insert(member.name).inserted {
            if reported.insert(member.name).inserted { repeated.append(member.name) }
        }
        return repeated
    }

    private static func repeatedAmongFew(_ members: [JSONObject.Member]) -> [String] {
        var repeated: [String] = []
        for (index, member) in members.enumerated()
        where members[..<index].contains(where: { $0.name == member.name }) && !repeated.contains(member.name) {
            repeated.append(member.name)
        }
        return repeated
    }
}
