extension VIPPolicy {
    /// The currency in which the policy compares customers with each other; nil when it does not.
    package var percentileCurrency: Currency? {
        for case .percentileNet365Days(_, let currency) in tiers.lazy.flatMap(\.conditions) { return currency }
        return nil
    }

    /// The percentiles that the policy asks for, in thousandths, ascending.
    package var percentiles: [Int] {
        let all = tiers.lazy.flatMap(\.conditions).compactMap { condition -> Int? in
            if case .percentileNet365Days(let least, _) = condition { least } else { nil }
        }
        return Set(all).sorted()
    }
}
