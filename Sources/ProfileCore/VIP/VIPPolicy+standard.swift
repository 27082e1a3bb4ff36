extension VIPPolicy {
    /// The policy of a new installation: platinum, gold and silver by spend, number of orders or loyalty tier, VIP from
    /// gold up. Amounts are 5,000, 2,000 and 500 of a currency worth about a euro.
    package static func standard(_ currency: Currency) -> VIPPolicy {
        VIPPolicy(
            tiers: [
                tier("platinum", priority: 90, spend: 5000, orders: 50, currency),
                tier("gold", priority: 70, spend: 2000, orders: 20, currency),
                tier("silver", priority: 40, spend: 500, orders: 6, currency),
            ],
            vipFrom: "gold")
    }

    private static func tier(
        _ name: String, priority: Int, spend: Int64, orders: Int, _ currency: Currency
    ) -> VIPTier {
        let least = (0..<currency.exponent).reduce(spend * scale(of: currency)) { amount, _ in amount * 10 }
        return VIPTier(
            name: name, priority: priority, match: .any,
            conditions: [
                .net365Days(atLeast: least, currency), .orders365Days(atLeast: orders), .loyaltyTier(name),
            ])
    }

    /// How many units make about a euro, to the nearest power of ten: nobody is a VIP for spending 2,000 yen.
    private static func scale(of currency: Currency) -> Int64 {
        scales.first { $0.codes.contains(currency.code) }?.units ?? 1
    }

    private static let scales: [(units: Int64, codes: Set<String>)] = [
        (
            10,
            [
                "CNY", "CZK", "DKK", "EGP", "HKD", "MDL", "MXN", "NOK", "SEK", "THB", "TRY", "TWD", "UAH", "UYU", "ZAR",
            ]
        ),
        (100, ["DZD", "INR", "ISK", "JPY", "KES", "PHP", "PKR", "RSD", "RUB"]),
        (1000, ["ARS", "CLP", "COP", "CRC", "HUF", "KRW", "KZT", "NGN", "XAF", "XOF"]),
        (10_000, ["IDR", "PYG", "UGX", "UZS"]),
        (100_000, ["VND"]),
    ]
}
