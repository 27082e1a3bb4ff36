import ProfileCore
import Synchronization

/// Time zones by their IANA names.
package enum LocalTime {
    /// Clocks found so far; bounded, because only names that exist are kept.
    private static let clocks = Mutex<[String: LocalClock]>([:])

    /// Whether this IANA name exists: `Europe/London` or `UTC`, not `GMT+1` or an abbreviation.
    package static func isKnown(_ name: String) -> Bool {
        clock(name) != nil
    }

    /// The moment at which clocks in the zone show that local time (as milliseconds since 1970 began there), as
    /// `LocalClock.moment(ofLocal:)` says.
    static func timestamp(localMilliseconds local: Int64, in name: String) -> Timestamp {
        clock(name)?.moment(ofLocal: local) ?? Timestamp(milliseconds: local)
    }

    private static func clock(_ name: String) -> LocalClock? {
        if let clock = clocks.withLock({ $0[name] }) { return clock }
        guard isNameOfPlace(name), let clock = LocalClock(name) else { return nil }
        clocks.withLock { $0[name] = clock }
        return clock
    }

    /// The system also takes offsets and abbreviations, and not all its names are among those it lists.
    private static func isNameOfPlace(_ name: String) -> Bool {
        guard name.utf8.count <= 64, name.utf8.contains(UInt8(ascii: "/")) else { return names.contains(name) }
        return name.split(separator: "/", omittingEmptySubsequences: false).allSatisfy { part in
            part.first?.isLetter == true && part.utf8.allSatisfy { $0 > 0x20 && $0 < 0x7F && $0 != UInt8(ascii: ".") }
        }
    }

    /// The IANA names of no place that people use.
    private static let names: Set<String> = ["UTC", "GMT", "WET", "CET", "MET", "EET"]
}
