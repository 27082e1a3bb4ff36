import Foundation
import ProfileCore
import Synchronization

/// Time zones by their IANA names.
package enum LocalTime {
    /// Zones found so far; bounded, because only names that exist are kept.
    private static let zones = Mutex<[String: TimeZone]>([:])

    /// Whether this IANA name exists: `Europe/London` or `UTC`, not `GMT+1` or an abbreviation.
    package static func isKnown(_ name: String) -> Bool {
        zone(name) != nil
    }

    /// The moment at which clocks in the zone show that local time (as milliseconds since 1970 began there).
    ///
    /// A time that a zone skips in spring is moved on by as much; one it repeats in autumn is one of the two.
    static func timestamp(localMilliseconds local: Int64, in name: String) -> Timestamp {
        guard let zone = zone(name) else { return Timestamp(milliseconds: local) }
        let firstGuess = local - offset(of: zone, at: local)
        return Timestamp(milliseconds: local - offset(of: zone, at: firstGuess))
    }

    private static func offset(of zone: TimeZone, at milliseconds: Int64) -> Int64 {
        Int64(zone.secondsFromGMT(for: Date(timeIntervalSince1970: Double(milliseconds) / 1000))) * 1000
    }

    private static func zone(_ name: String) -> TimeZone? {
        if let zone = zones.withLock({ $0[name] }) { return zone }
        guard isNameOfPlace(name), let zone = TimeZone(identifier: name) else { return nil }
        zones.withLock { $0[name] = zone }
        return zone
    }

    /// Foundation also takes offsets and abbreviations, and not all its names are among those it lists.
    private static func isNameOfPlace(_ name: String) -> Bool {
        guard name.utf8.count <= 64, name.utf8.contains(UInt8(ascii: "/")) else { return names.contains(name) }
        return name.split(separator: "/", omittingEmptySubsequences: false).allSatisfy { part in
            part.first?.isLetter == true && part.utf8.allSatisfy { $0 > 0x20 && $0 < 0x7F && $0 != UInt8(ascii: ".") }
        }
    }

    /// The IANA names of no place that people use.
    private static let names: Set<String> = ["UTC", "GMT", "WET", "CET", "MET", "EET"]
}
