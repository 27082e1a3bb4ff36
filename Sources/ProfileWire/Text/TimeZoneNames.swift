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

/// The names that Windows has for time zones, each with the IANA zone of its main territory, after the windowsZones of
/// Unicode CLDR 42.
enum WindowsTimeZones {
    /// `America/Los_Angeles` for `Pacific Standard Time`, in any case; nil when Windows has no such name.
    static func zone(named name: String) -> String? {
        zones[name.lowercased()]
    }

    /// The zones that have such a name.
    static var all: some Collection<String> { zones.values }

    private static let zones: [String: String] = {
        var zones: [String: String] = [:]
        for entry in table.split(separator: ", ") {
            let parts = entry.split(separator: "=")
            zones[parts[0].lowercased()] = String(parts[1])
        }
        return zones
    }()

    private static let table = """
        AUS Central Standard Time=Australia/Darwin, AUS Eastern Standard Time=Australia/Sydney, \
        Afghanistan Standard Time=Asia/Kabul, Alaskan Standard Time=America/Anchorage, \
        Aleutian Standard Time=America/Adak, Altai Standard Time=Asia/Barnaul, Arab Standard Time=Asia/Riyadh, \
        Arabian Standard Time=Asia/Dubai, Arabic Standard Time=Asia/Baghdad, \
        Argentina Standard Time=America/Argentina/Buenos_Aires, Astrakhan Standard Time=Europe/Astrakhan, \
        Atlantic Standard Time=America/Halifax, Aus Central W. Standard Time=Australia/Eucla, \
        Azerbaijan Standard Time=Asia/Baku, Azores Standard Time=Atlantic/Azores, \
        Bahia Standard Time=America/Bahia, Bangladesh Standard Time=Asia/Dhaka, Belarus Standard Time=Europe/Minsk, \
        Bougainville Standard Time=Pacific/Bougainville, Canada Central Standard Time=America/Regina, \
        Cape Verde Standard Time=Atlantic/Cape_Verde, Caucasus Standard Time=Asia/Yerevan, \
        Cen. Australia Standard Time=Australia/Adelaide, Central America Standard Time=America/Guatemala, \
        Central Asia Standard Time=Asia/Almaty, Central Brazilian Standard Time=America/Cuiaba, \
        Central Europe Standard Time=Europe/Budapest, Central European Standard Time=Europe/Warsaw, \
        Central Pacific Standard Time=Pacific/Guadalcanal, Central Standard Time=America/Chicago, \
        Central Standard Time (Mexico)=America/Mexico_City, Chatham Islands Standard Time=Pacific/Chatham, \
        China Standard Time=Asia/Shanghai, Cuba Standard Time=America/Havana, Dateline Standard Time=Etc/GMT+12, \
        E. Africa Standard Time=Africa/Nairobi, E. Australia Standard Time=Australia/Brisbane, \
        E. Europe Standard Time=Europe/Chisinau, E. South America Standard Time=America/Sao_Paulo, \
        Easter Island Standard Time=Pacific/Easter, Eastern Standard Time=America/New_York, \
        Eastern Standard Time (Mexico)=America/Cancun, Egypt Standard Time=Africa/Cairo, \
        Ekaterinburg Standard Time=Asia/Yekaterinburg, FLE Standard Time=Europe/Kyiv, \
        Fiji Standard Time=Pacific/Fiji, GMT Standard Time=Europe/London, GTB Standard Time=Europe/Bucharest, \
        Georgian Standard Time=Asia/Tbilisi, Greenland Standard Time=America/Nuuk, \
        Greenwich Standard Time=Atlantic/Reykjavik, Haiti Standard Time=America/Port-au-Prince, \
        Hawaiian Standard Time=Pacific/Honolulu, India Standard Time=Asia/Kolkata, Iran Standard Time=Asia/Tehran, \
        Israel Standard Time=Asia/Jerusalem, Jordan Standard Time=Asia/Amman, \
        Kaliningrad Standard Time=Europe/Kaliningrad, Korea Standard Time=Asia/Seoul, \
        Libya Standard Time=Africa/Tripoli, Line Islands Standard Time=Pacific/Kiritimati, \
        Lord Howe Standard Time=Australia/Lord_Howe, Magadan Standard Time=Asia/Magadan, \
        Magallanes Standard Time=America/Punta_Arenas, Marquesas Standard Time=Pacific/Marquesas, \
        Mauritius Standard Time=Indian/Mauritius, Middle East Standard Time=Asia/Beirut, \
        Montevideo Standard Time=America/Montevideo, Morocco Standard Time=Africa/Casablanca, \
        Mountain Standard Time=America/Denver, Mountain Standard Time (Mexico)=America/Chihuahua, \
        Myanmar Standard Time=Asia/Yangon, N. Central Asia Standard Time=Asia/Novosibirsk, \
        Namibia Standard Time=Africa/Windhoek, Nepal Standard Time=Asia/Kathmandu, \
        New Zealand Standard Time=Pacific/Auckland, Newfoundland Standard Time=America/St_Johns, \
        Norfolk Standard Time=Pacific/Norfolk, North Asia East Standard Time=Asia/Irkutsk, \
        North Asia Standard Time=Asia/Krasnoyarsk, North Korea Standard Time=Asia/Pyongyang, \
        Omsk Standard Time=Asia/Omsk, Pacific SA Standard Time=America/Santiago, \
        Pacific Standard Time=America/Los_Angeles, Pacific Standard Time (Mexico)=America/Tijuana, \
        Pakistan Standard Time=Asia/Karachi, Paraguay Standard Time=America/Asuncion, \
        Qyzylorda Standard Time=Asia/Qyzylorda, Romance Standard Time=Europe/Paris, \
        Russia Time Zone 10=Asia/Srednekolymsk, Russia Time Zone 11=Asia/Kamchatka, \
        Russia Time Zone 3=Europe/Samara, Russian Standard Time=Europe/Moscow, \
        SA Eastern Standard Time=America/Cayenne, SA Pacific Standard Time=America/Bogota, \
        SA Western Standard Time=America/La_Paz, SE Asia Standard Time=Asia/Bangkok, \
        Saint Pierre Standard Time=America/Miquelon, Sakhalin Standard Time=Asia/Sakhalin, \
        Samoa Standard Time=Pacific/Apia, Sao Tome Standard Time=Africa/Sao_Tome, \
        Saratov Standard Time=Europe/Saratov, Singapore Standard Time=Asia/Singapore, \
        South Africa Standard Time=Africa/Johannesburg, South Sudan Standard Time=Africa/Juba, \
        Sri Lanka Standard Time=Asia/Colombo, Sudan Standard Time=Africa/Khartoum, \
        Syria Standard Time=Asia/Damascus, Taipei Standard Time=Asia/Taipei, \
        Tasmania Standard Time=Australia/Hobart, Tocantins Standard Time=America/Araguaina, \
        Tokyo Standard Time=Asia/Tokyo, Tomsk Standard Time=Asia/Tomsk, Tonga Standard Time=Pacific/Tongatapu, \
        Transbaikal Standard Time=Asia/Chita, Turkey Standard Time=Europe/Istanbul, \
        Turks And Caicos Standard Time=America/Grand_Turk, US Eastern Standard Time=America/Indiana/Indianapolis, \
        US Mountain Standard Time=America/Phoenix, Ulaanbaatar Standard Time=Asia/Ulaanbaatar, \
        Venezuela Standard Time=America/Caracas, Vladivostok Standard Time=Asia/Vladivostok, \
        Volgograd Standard Time=Europe/Volgograd, W. Australia Standard Time=Australia/Perth, \
        W. Central Africa Standard Time=Africa/Lagos, W. Europe Standard Time=Europe/Berlin, \
        W. Mongolia Standard Time=Asia/Hovd, West Asia Standard Time=Asia/Tashkent, \
        West Bank Standard Time=Asia/Hebron, West Pacific Standard Time=Pacific/Port_Moresby, \
        Yakutsk Standard Time=Asia/Yakutsk, Yukon Standard Time=America/Whitehorse
        """
}
