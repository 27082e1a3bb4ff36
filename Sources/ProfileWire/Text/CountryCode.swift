/// The officially assigned codes of ISO 3166-1 alpha-2, and XK, which everybody uses for Kosovo.
package enum CountryCode {
    /// The code in capitals; nil when it is not assigned.
    package static func canonical(_ text: String) -> String? {
        if codes.contains(text) { return text }
        let upper = text.uppercased()
        return codes.contains(upper) ? upper : nil
    }

    /// The code of the country that is meant: by a code in any case, by one that is used in its place (`UK`, `EL`), by
    /// one of three letters, or by a name in English, in the country's own language or in another of many.
    package static func understood(_ text: String) -> String? {
        canonical(text) ?? substitutes[text.uppercased()] ?? CountryNames.code(for: text)
    }

    /// Codes that the European Union writes for Britain and Greece.
    private static let substitutes = ["UK": "GB", "EL": "GR"]

    private static let codes = Set(
        """
        AD AE AF AG AI AL AM AO AQ AR AS AT AU AW AX AZ BA BB BD BE BF BG BH BI BJ BL BM BN BO BQ BR BS BT BV BW BY \
        BZ CA CC CD CF CG CH CI CK CL CM CN CO CR CU CV CW CX CY CZ DE DJ DK DM DO DZ EC EE EG EH ER ES ET FI FJ FK \
        FM FO FR GA GB GD GE GF GG GH GI GL GM GN GP GQ GR GS GT GU GW GY HK HM HN HR HT HU ID IE IL IM IN IO IQ IR \
        IS IT JE JM JO JP KE KG KH KI KM KN KP KR KW KY KZ LA LB LC LI LK LR LS LT LU LV LY MA MC MD ME MF MG MH MK \
        ML MM MN MO MP MQ MR MS MT MU MV MW MX MY MZ NA NC NE NF NG NI NL NO NP NR NU NZ OM PA PE PF PG PH PK PL PM \
        PN PR PS PT PW PY QA RE RO RS RU RW SA SB SC SD SE SG SH SI SJ SK SL SM SN SO SR SS ST SV SX SY SZ TC TD TF \
        TG TH TJ TK TL TM TN TO TR TT TV TW TZ UA UG UM US UY UZ VA VC VE VG VI VN VU WF WS XK YE YT ZA ZM ZW
        """.split(separator: " ").map(String.init))
}
