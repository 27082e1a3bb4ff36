/// One condition of a tier.
package enum VIPCondition: Hashable, Sendable {
    case net365Days(atLeast: MinorUnits, Currency)
    case netTotal(atLeast: MinorUnits, Currency)
    case orders365Days(atLeast: Int)
    case ordersTotal(atLeast: Int)
    case loyaltyTier(String)
    case tag(String)
    /// At least this many thousandths of a percent of all customers with an order in the currency spent no more in 365
    /// days.
    case percentileNet365Days(atLeastThousandths: Int, Currency)
}
