/// A currency of ISO 4217, by its three-letter code: money of today, and money that has ended, since orders keep the
/// one in which they were placed.
package struct Currency: Hashable, Comparable, Sendable {
    package let code: String
    /// How many decimal digits the minor unit has: 2 for EUR, 0 for JPY, 3 for KWD.
    package let exponent: Int

    /// Nil unless `code` is that of a currency which is or was money, in capitals.
    package init?(_ code: String) {
        guard let exponent = Self.exponents[code] else { return nil }
        self.code = code
        self.exponent = exponent
    }

    package static func < (left: Currency, right: Currency) -> Bool {
        left.code < right.code
    }

    package static let euro = Currency(code: "EUR", exponent: 2)

    /// Of amounts whose sender names none, which are in that of the stored record that they belong to.
    package static let unnamed = Currency(code: "stored", exponent: 3)

    /// The amount in minor units of this currency; nil where it has more digits than those.
    package func amount(_ amount: MinorUnits, from other: Currency) -> MinorUnits? {
        var amount = amount
        for _ in other.exponent..<max(exponent, other.exponent) {
            let (product, overflows) = amount.multipliedReportingOverflow(by: 10)
            guard !overflows else { return nil }
            amount = product
        }
        for _ in exponent..<max(exponent, other.exponent) {
            guard amount % 10 == 0 else { return nil }
            amount /= 10
        }
        return amount
    }

    private init(code: String, exponent: Int) {
        self.code = code
        self.exponent = exponent
    }

    private static let exponents: [String: Int] = {
        var table: [String: Int] = [:]
        for (exponent, codes) in active + ended {
            for code in codes.split(separator: " ") { table[String(code)] = exponent }
        }
        return table
    }()

    /// Active codes with their minor units; source: ISO 4217 list one (SIX, published 2024-06-25). Fund codes are those
    /// with a minor unit; metals, units of account and codes for tests have none and are no money.
    private static let active: [(Int, String)] = [
        (0, "BIF CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX UYI VND VUV XAF XOF XPF"),
        (
            2,
            """
            AED AFN ALL AMD ANG AOA ARS AUD AWG AZN BAM BBD BDT BGN BMD BND BOB BOV BRL BSD BTN BWP BYN BZD CAD CDF \
            CHE CHF CHW CNY COP COU CRC CUP CVE CZK DKK DOP DZD EGP ERN ETB EUR FJD FKP GBP GEL GHS GIP GMD GTQ GYD \
            HKD HNL HTG HUF IDR ILS INR IRR JMD KES KGS KHR KPW KYD KZT LAK LBP LKR LRD LSL MAD MDL MGA MKD MMK MNT \
            MOP MRU MUR MVR MWK MXN MXV MYR MZN NAD NGN NIO NOK NPR NZD PAB PEN PGK PHP PKR PLN QAR RON RSD RUB SAR \
            SBD SCR SDG SEK SGD SHP SLE SOS SRD SSP STN SVC SYP SZL THB TJS TMT TOP TRY TTD TWD TZS UAH USD USN UYU \
            UZS VED VES WST XCD XCG YER ZAR ZMW ZWG
            """
        ),
        (3, "BHD IQD JOD KWD LYD OMR TND"),
        (4, "CLF UYW"),
    ]

    /// Codes of ISO 4217 list three, historic denominations, with the minor units that they had in list one at last.
    private static let ended: [(Int, String)] = [
        (0, "ADP BEC BEF BEL BYB BYR ESA ESB ESP GRD ITL LUC LUF LUL MGF PTE TPE TRL"),
        (
            2,
            """
            AFA ALK AOK AON AOR ARA ARP ARY ATS AYM AZM BAD BGJ BGK BGL BOP BRB BRC BRE BRN BRR BUK CHC CSD CSJ CSK \
            CUC CYP DDM DEM ECS ECV EEK FIM FRF GEK GHC GHP GNE GNS GQE GWE GWP HRD HRK IEP ILP ILR ISJ LAJ LSM LTL \
            LTT LVL LVR MAF MLF MRO MTL MTP MVQ MXP MZE MZM NIC NLG PEH PEI PES PLZ RHD ROK ROL RUR SDD SDP SIT SKK \
            SLL SRG STD SUR TJR TMM UAK UGS UGW USS UYN UYP VEB VEF VNC XEU YDD YUD YUM YUN ZAL ZMK ZRN ZRZ ZWC ZWD \
            ZWL ZWN ZWR
            """
        ),
    ]
}

/// Money in the minor units of a currency the context names.
package typealias MinorUnits = Int64

extension MinorUnits {
    /// The greatest amount that is taken in any currency, on either side of zero.
    package static let greatestAmount: MinorUnits = 10_000_000_000_000
}

extension FixedWidthInteger where Self: SignedInteger {
    /// The quotient rounded to the nearest integer, halves away from zero; `divisor` is positive.
    package func dividedRoundingHalfAway(by divisor: Self) -> Self {
        let (quotient, remainder) = quotientAndRemainder(dividingBy: divisor)
        guard remainder.magnitude >= divisor.magnitude - remainder.magnitude else { return quotient }
        return self < 0 ? quotient - 1 : quotient + 1
    }
}
