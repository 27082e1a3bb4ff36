import ProfileCore

/// Orders, interactions and activities.
extension RecordEncoder {
    static func write(_ order: OrderRecord, to json: inout JSONWriter) {
        let currency = order.currency
        json.member("placed_at", order.placedAt)
        json.member("status", order.status.rawValue)
        json.member("currency", currency.code)
        json.present("total", order.total) { $0.money($1, currency) }
        json.present("refunded", order.refunded) { $0.money($1, currency) }
        if !order.lines.isEmpty {
            json.member("lines") { $0.array(of: order.lines) { write($1, currency, to: &$0) } }
        }
        json.present("channel", order.channel)
        json.present("expected_delivery", order.expectedDelivery)
        json.present("tracking_url", order.trackingURL)
        json.present("customer_details", order.customerDetails) { write($1, to: &$0) }
    }

    private static func write(_ details: CustomerDetails, to json: inout JSONWriter) {
        json.object { json in
            json.present("given_name", details.givenName)
            json.present("family_name", details.familyName)
            json.present("full_name", details.fullName)
            json.present("salutation", details.salutation)
            json.present("birthday", details.birthday) { write($1, to: &$0) }
            json.present("address", details.address) { write($1, to: &$0) }
        }
    }

    private static func write(_ line: OrderRecord.Line, _ currency: Currency, to json: inout JSONWriter) {
        json.object { json in
            json.present("sku", line.sku)
            json.present("name", line.name)
            json.present("category", line.category)
            json.member("quantity") { $0.quantity(line.quantity) }
            json.present("unit_price", line.unitPrice) { $0.price($1, currency) }
        }
    }

    static func write(_ interaction: InteractionRecord, to json: inout JSONWriter) {
        json.member("occurred_at", interaction.occurredAt)
        json.member("channel", interaction.channel)
        json.member("direction", interaction.direction.rawValue)
        json.present("topic", interaction.topic)
        json.present("status", interaction.status?.rawValue)
        json.present("agent", interaction.agent) { write($1, to: &$0) }
        json.present("wait_seconds", interaction.waitSeconds)
        json.present("duration_seconds", interaction.durationSeconds)
        json.present("csat", interaction.csat)
        json.present("nps", interaction.nps)
        json.present("effort", interaction.effort)
        json.present("sentiment", interaction.sentimentThousandths) { $0.decimal(thousandths: Int64($1)) }
        json.present("summary", interaction.summary)
        json.present("order_id", interaction.orderID)
    }

    static func write(_ activity: ActivityRecord, to json: inout JSONWriter) {
        json.member("occurred_at", activity.occurredAt)
        json.member("type", activity.type)
        json.present("sku", activity.sku)
        json.present("name", activity.name)
        json.present("category", activity.category)
        json.present("currency", activity.currency?.code)
        if let price = activity.price, let currency = activity.currency {
            json.member("price") { $0.price(price, currency) }
        }
        json.present("quantity", activity.quantity) { $0.quantity($1) }
        json.present("query", activity.query)
        json.present("url", activity.url)
    }
}
