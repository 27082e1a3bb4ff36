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
        let (requiredPlacedAt, requiredStatus) = (
            members.required("placed_at", placedAt), members.required("status", status)
        )
        // Without time, status and currency there is no order, but the other members are judged all the same.
        var order = OrderRecord(
            placedAt: requiredPlacedAt ?? Timestamp(milliseconds: 0), status: requiredStatus ?? .open,
            currency: currency ?? context.defaultCurrency, total: total, refunded: refunded, lines: lines)
        members.leniently { describe(&order, &$0, context) }
        guard requiredPlacedAt != nil, requiredStatus != nil, currency != nil else { return nil }
        return order
    }

    private static func describe(_ order: inout OrderRecord, _ members: inout MemberReader, _ context: DecodingContext)
    {
        order.channel = members.word("channel")
        order.expectedDelivery = members.day("expected_delivery")
        order.trackingURL = members.text("tracking_url", limit: TextLimit.url)
        order.customerDetails = members.customerDetails("customer_details", bornBy: context.latestBirthday)
    }

    /// Systems that write refunds with a minus sign mean the same.
    private static func refund(_ members: inout MemberReader, _ currency: Currency?) -> MinorUnits? {
        let amount = members.money("refunded", currency)
        guard let amount, amount < 0 else { return amount }
        members.warn("refunded", .outOfRange, "what was refunded is told without a sign; it was taken so")
        return 0 &- amount
    }

    private static func line(_ reader: inout MemberReader, _ currency: Currency?) -> OrderRecord.Line? {
        let (sku, name, category) = reader.leniently { ($0.code("sku"), $0.text("name"), $0.text("category")) }
        let line = OrderRecord.Line(
            sku: sku, name: name, category: category, quantity: reader.quantity("quantity") ?? .one,
            unitPrice: reader.price("unit_price", currency))
        reader.warnOfUnknownMembers()
        return line
    }
}
