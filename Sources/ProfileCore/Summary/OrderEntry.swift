/// What an order that was not cancelled means for the sums.
struct OrderEntry: Sendable {
    let placedAt: Timestamp
    let isCreditNote: Bool
    let amounts: OrderAmounts

    init(_ order: OrderRecord, _ amounts: OrderAmounts) {
        placedAt = order.placedAt
        isCreditNote = order.isCreditNote
        self.amounts = amounts
    }
}
