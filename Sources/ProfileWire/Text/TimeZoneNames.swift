import Foundation

/// Time zones as systems write them.
package enum TimeZoneNames {
    /// The IANA name that is meant: of a name in any case, of one that Windows has (`Pacific Standard Time`), or of an
    /// offset (`GMT+2`, `UTC+05:30`, `+01:00`); nil when none is.
    package static func understood(_ text: String) -> String? {
        if LocalTime.isKnown(text) { return text }
        guard text.utf8.count <= 64, CleanText.isASCII(text) else { return nil }
        let name = text.lowercased()
        if let listed = names[name] ?? WindowsTimeZones.zone(named: name) ?? zone(ofOffset: name) { return listed }
        let capitalised = capitalised(name)
        return LocalTime.isKnown(capitalised) ? capitalised : nil
    }

    /// By their small letters.
    private static let names: [String: String] = {
        var names: [String: String] = ["z": "UTC", "zulu": "UTC"]
        for name in TimeZone.knownTimeZoneIdentifiers where LocalTime.isKnown(name) { names[name.lowercased()] = name }
        for name in ["UTC", "GMT", "WET", "CET", "MET", "EET"] { names[name.lowercased()] = name }
        return names
    }()

    /// `America/Port_of_Spain` for `america/port_of_spain`: the system knows more zones than it lists.
    private static func capitalised(_ name: String) -> String {
        var bytes = Array(name.utf8)
        let isSmall = { (word: Substring) in ["of", "au", "es", "da"].contains(word) }
        var start = bytes.startIndex
        for word in name.split(whereSeparator: { "/_-".contains($0) }) {
            defer { start += word.utf8.count + 1 }
            if !isSmall(word), bytes[start] &- UInt8(ascii: "a") < 26 { bytes[start] -= 0x20 }
        }
        return String(decoding: bytes, as: UTF8.self)
    }

    // MARK: Offsets

    /// The zone of whole hours, or of the country that alone keeps a time between.
    private static func zone(ofOffset text: String) -> String? {
        guard let minutes = offset(text), minutes.magnitude <= 14 * 60 else { return nil }
        if minutes == 0 { return "UTC" }
        // The zones of Etc count hours west of Greenwich.
        guard minutes % 60 == 0 else { return betweenHours[minutes] }
        let hours = minutes.magnitude / 60
        return minutes < -12 * 60 ? nil : "Etc/GMT\(minutes < 0 ? "+" : "-")\(hours)"
    }

    private static let betweenHours = [
        210: "Asia/Tehran", 270: "Asia/Kabul", 330: "Asia/Kolkata", 345: "Asia/Kathmandu", 390: "Asia/Yangon",
        570: "Australia/Darwin",
    ]

    /// Minutes east of Greenwich, from `gmt+2`, `utc+02:00`, `+0530` or `(utc+01:00)`.
    private static func offset(_ text: String) -> Int? {
        var rest = Substring(text).filter { $0 != " " && $0 != "(" && $0 != ")" }[...]
        for word in ["gmt", "utc"] where rest.hasPrefix(word) { rest = rest.dropFirst(word.count) }
        guard let sign = rest.popFirst(), sign == "+" || sign == "-" else { return nil }
        let parts = rest.split(separator: ":", omittingEmptySubsequences: false)
        guard parts.allSatisfy({ (1...4).contains($0.utf8.count) && $0.utf8.allSatisfy { $0 &- 0x30 < 10 } }) else {
            return nil
        }
        let digits = parts.compactMap { Int($0) }
        let minutes: Int
        switch (parts.count, parts.first?.utf8.count ?? 0) {
        case (1, 1...2): minutes = digits[0] * 60
        case (1, _): minutes = digits[0] / 100 * 60 + digits[0] % 100
        case (2, 1...2) where parts[1].utf8.count == 2 && digits[1] < 60: minutes = digits[0] * 60 + digits[1]
        default: return nil
        }
        return sign == "-" ? -minutes : minutes
    }
}
