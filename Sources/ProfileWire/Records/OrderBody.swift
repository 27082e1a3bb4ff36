import ProfileCore

enum OrderBody {
    private static let maximumLines = 20_000

    static func read(_ members: inout MemberReader, _ context: DecodingContext) -> OrderRecord? {
        let placedAt = members.time("placed_at")
        let status = members.choice("status", OrderRecord.Status.self)
        let currency = members.currency("currency", default: context.defaultCurrency)
        let total = members.money("total", currency)
        let refunded = refund(&members, currency)
        let lines = members.objects("lines", atMost: maximumLines) { line(&$0, currency) }
        let channel = members.word("channel")
        let expectedDelivery = members.day("expected_delivery")
        let trackingURL = members.text("tracking_url", limit: TextLimit.url)
        let (requiredPlacedAt, requiredStatus) = (
            members.required("placed_at", placedAt), members.required("status", status)
        )
        guard let requiredPlacedAt, let requiredStatus, let currency else { return nil }
        return OrderRecord(
            placedAt: requiredPlacedAt, status: requiredStatus, currency: currency, total: total, refunded: refunded,
            lines: lines, channel: channel, expectedDelivery: expectedDelivery, trackingURL: trackingURL)
    }

    /// Systems that write refunds with a minus sign mean the same.
    private static func refund(_ members: inout MemberReader, _ currency: Currency?) -> MinorUnits? {
        let amount = members.money("refunded", currency)
        guard let amount, amount < 0 else { return amount }
        members.warn("refunded", .outOfRange, "what was refunded is told without a sign; it was taken so")
        return 0 &- amount
    }

    private static func line(_ reader: inout MemberReader, _ currency: Currency?) -> OrderRecord.Line? {
        let line = OrderRecord.Line(
            sku: reader.code("sku"), name: reader.text("name"), category: reader.text("category"),
            quantity: reader.quantity("quantity") ?? .one, unitPrice: reader.price("unit_price", currency))
        reader.warnOfUnknownMembers()
        return line
    }
}
