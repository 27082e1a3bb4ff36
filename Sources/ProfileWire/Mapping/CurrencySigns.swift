/// Of which currencies signs can be. Numbers are read without their signs, which must not be those of another currency.
enum CurrencySigns {
    private static let currencies: [Character: Set<String>] = [
        "€": ["EUR"], "¥": ["JPY", "CNY"], "₹": ["INR"], "₩": ["KRW", "KPW"], "₽": ["RUB", "RUR"],
        "₺": ["TRY", "TRL"],
        "£": ["GBP", "GIP", "FKP", "SHP", "EGP", "SSP", "SDG", "LBP", "SYP", "IEP", "CYP", "MTL", "ITL"],
        "$": [
            "USD", "CAD", "AUD", "NZD", "SGD", "HKD", "TWD", "BND", "FJD", "SBD", "NAD", "LRD", "ZWL", "ZWG", "BBD",
            "BMD", "BSD", "BZD", "GYD", "JMD", "KYD", "SRD", "TTD", "XCD", "MXN", "ARS", "CLP", "COP", "CUP", "DOP",
            "PHP", "UYU", "BRL", "NIO", "MOP", "TOP", "WST", "CVE", "CUC", "MXP", "ZWD", "BOB", "SVC",
        ],
    ]

    /// Whether an amount has a sign that cannot be of the currency. Unknown signs can be of any.
    static func contradict(_ code: String, in amount: String) -> Bool {
        amount.contains { sign in currencies[sign].map { !$0.contains(code) } ?? false }
    }

    /// Whether an amount has a known sign.
    static func stand(in amount: String) -> Bool {
        // Most amounts are digits.
        let isSuspect = amount.utf8.contains { $0 == UInt8(ascii: "$") || $0 >= 0x80 }
        return isSuspect && amount.contains { currencies[$0] != nil }
    }
}
