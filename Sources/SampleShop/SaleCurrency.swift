/// A currency the shop sells in, with its price level against the euro.
enum SaleCurrency: String, Sendable {
    case euro = "EUR"
    case pound = "GBP"
    case franc = "CHF"
    case krona = "SEK"

    /// A euro price in this currency, ending in .90 as shop prices do.
    func price(euroCents: Int) -> Int {
        let percent =
            switch self {
            case .euro: 100
            case .pound: 87
            case .franc: 97
            case .krona: 1140
            }
        return self == .euro ? euroCents : max(190, euroCents * percent / 10_000 * 100 + 90)
    }
}
