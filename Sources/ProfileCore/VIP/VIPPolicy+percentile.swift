extension VIPPolicy {
    /// The currency in which the policy compares customers with each other; nil when it does not.
    package var percentileCurrency: Currency? {
        for case .percentileNet365Days(_, let currency) in tiers.lazy.flatMap(\.conditions) { return currency }
        return nil
    }
}
