import ProfileCore
import Testing

@testable import ProfileWire

@Suite("Codes are understood as people and systems write them")
struct UnderstandingTests {
    @Test(
        arguments: [
            ("GB", "GB"), ("gb", "GB"), ("UK", "GB"), ("uk", "GB"), ("EL", "GR"), ("XK", "XK"), ("NA", "NA"),
            ("AUT", "AT"),
            ("usa", "US"), ("U.S.A.", "US"), ("Austria", "AT"), ("ÖSTERREICH", "AT"), ("Oesterreich", "AT"),
            ("Autriche", "AT"), ("the Netherlands", "NL"), ("Nederland", "NL"), ("Holland", "NL"), ("Polska", "PL"),
            ("España", "ES"), ("Espana", "ES"), ("Côte d'Ivoire", "CI"), ("COTE D IVOIRE", "CI"), ("日本", "JP"),
            ("Ελλάδα", "GR"), ("Україна", "UA"), ("Viet Nam", "VN"), ("Trinidad & Tobago", "TT"), ("Kosova", "XK"),
            ("Türkiye", "TR"), ("Niger", "NE"), ("Nigeria", "NG"), ("Dominica", "DM"), ("Dominican Republic", "DO"),
            ("AN", nil), ("ZZ", nil), ("--", nil), ("n/a", nil), ("Atlantis", nil), ("unknown", nil), ("GER1", nil),
        ] as [(String, String?)])
    func countries(_ text: String, _ code: String?) {
        #expect(CountryCode.understood(text) == code)
    }

    @Test(
        arguments: [
            ("Europe/Berlin", "Europe/Berlin"), ("europe/berlin", "Europe/Berlin"), ("EUROPE/LONDON", "Europe/London"),
            ("america/port_of_spain", "America/Port_of_Spain"), ("America/new_york", "America/New_York"),
            ("Pacific Standard Time", "America/Los_Angeles"), ("w. europe standard time", "Europe/Berlin"),
            ("India Standard Time", "Asia/Kolkata"), ("utc", "UTC"), ("GMT+2", "Etc/GMT-2"), ("UTC-05:00", "Etc/GMT+5"),
            ("+01:00", "Etc/GMT-1"), ("UTC +5:30", "Asia/Kolkata"), ("GMT+0545", "Asia/Kathmandu"), ("+00:00", "UTC"),
            ("UTC-02", "Etc/GMT+2"), ("GMT+15", nil), ("GMT+1:17", nil), ("Europe/Atlantis", nil), ("PST", nil),
            ("two", nil), ("", nil), ("+", nil), ("GMT+", nil), ("/", nil),
        ] as [(String, String?)])
    func timeZones(_ text: String, _ name: String?) {
        #expect(TimeZoneNames.understood(text) == name)
        if let name { #expect(LocalTime.isKnown(name) && LocalClock(name) != nil) }
    }

    @Test("Every zone that Windows names exists")
    func windowsZones() {
        let names = [
            "AUS Central Standard Time", "FLE Standard Time", "Greenland Standard Time", "Nepal Standard Time",
        ]
        #expect(names.compactMap(WindowsTimeZones.zone(named:)).filter(LocalTime.isKnown).count == names.count)
        #expect(WindowsTimeZones.all.count > 120 && WindowsTimeZones.all.allSatisfy(LocalTime.isKnown))
    }

    @Test(
        arguments: [
            ("de", "de"), ("de_DE.UTF-8", "de-DE"), ("de_DE@euro", "de-DE"), ("german", "de"), ("Deutsch", "de"),
            ("GERMAN", "de"), ("français", "fr"), ("Francais", "fr"), ("English", "en"), ("ger", "de"), ("deu", "de"),
            ("eng-GB", "en-GB"), ("polski", "pl"), ("中文", "zh"), ("iw", "iw"), ("gsw", "gsw"),
            ("zh-Hant-TW", "zh-Hant-TW"),
            ("C", nil), ("POSIX", nil), ("C.UTF-8", nil), ("jp", nil), ("english (uk)", nil), ("klingonese", nil),
            ("", nil),
        ] as [(String, String?)])
    func languages(_ text: String, _ tag: String?) {
        #expect(LanguageTag.understood(text) == tag)
    }

    @Test("Money of today and of yesterday, each with its own decimals")
    func currencies() {
        let exponents = [
            "EUR": 2, "HRK": 2, "DEM": 2, "ITL": 0, "ESP": 0, "BYR": 0, "ZWL": 2, "SLL": 2, "VEF": 2, "CLF": 4,
        ]
        for (code, exponent) in exponents { #expect(Currency(code)?.exponent == exponent, "\(code)") }
        #expect(["XAU", "XTS", "XDR", "EURO", "ABC"].compactMap { Currency($0) }.isEmpty)
    }
}
