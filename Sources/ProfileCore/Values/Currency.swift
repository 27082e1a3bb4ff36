/// A currency of ISO 4217, by its three-letter code.
package struct Currency: Hashable, Comparable, Sendable {
    package let code: String
    /// How many decimal digits the minor unit has: 2 for EUR, 0 for JPY, 3 for KWD.
    package let exponent: Int

    /// Nil unless `code` is an active currency code, in capitals.
    package init?(_ code: String) {
        guard let exponent = Self.exponents[code] else { return nil }
        self.code = code
        self.exponent = exponent
    }

    package static func < (left: Currency, right: Currency) -> Bool {
        left.code < right.code
    }

    package static let euro = Currency(code: "EUR", exponent: 2)

    private init(code: String, exponent: Int) {
        self.code = code
        self.exponent = exponent
    }

    /// Active codes with their minor units; source: ISO 4217 list one (SIX, published 2024-06-25), funds and metals
    /// left out.
    private static let exponents: [String: Int] = {
        var table: [String: Int] = [:]
        for (exponent, codes) in codesByExponent {
            for code in codes.split(separator: " ") { table[String(code)] = exponent }
        }
        return table
    }()

    private static let codesByExponent: [(Int, String)] = [
        (0, "BIF CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX UYI VND VUV XAF XOF XPF"),
        (
            2,
            """
            AED AFN ALL AMD ANG AOA ARS AUD AWG AZN BAM BBD BDT BGN BMD BND BOB BRL BSD BTN BWP BYN BZD CAD CDF \
            CHF CNY COP CRC CUP CVE CZK DKK DOP DZD EGP ERN ETB EUR FJD FKP GBP GEL GHS GIP GMD GTQ GYD HKD HNL \
            HTG HUF IDR ILS INR IRR JMD KES KGS KHR KPW KYD KZT LAK LBP LKR LRD LSL MAD MDL MGA MKD MMK MNT MOP \
            MRU MUR MVR MWK MXN MYR MZN NAD NGN NIO NOK NPR NZD PAB PEN PGK PHP PKR PLN QAR RON RSD RUB SAR SBD \
            SCR SDG SEK SGD SHP SLE SOS SRD SSP STN SVC SYP SZL THB TJS TMT TOP TRY TTD TWD TZS UAH USD UYU UZS \
            VED VES WST XCD XCG YER ZAR ZMW ZWG
            """
        ),
        (3, "BHD IQD JOD KWD LYD OMR TND"),
    ]
}
