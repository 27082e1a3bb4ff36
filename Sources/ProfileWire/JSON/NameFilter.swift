/// Tells cheaply that no name of an object occurs twice, which is nearly always so.
struct NameFilter {
    private var seen: UInt64 = 0
    /// False only if all names noted differ.
    private(set) var mayRepeat = false

    mutating func note(_ name: String) {
        var mark = UInt64(truncatingIfNeeded: name.utf8.count)
        for byte in name.utf8.prefix(16) { mark = mark &* 31 &+ UInt64(byte) }
        let bit: UInt64 = 1 << (mark & 63)
        if seen & bit != 0 { mayRepeat = true }
        seen |= bit
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
