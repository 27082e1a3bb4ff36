package import ProfileCore

/// An `Order Refunded` that names products: it leaves to the order what they cost, and whether they are all of it.
package struct SegmentRefund: Sendable {
    package let orderID: String
    private let document: JSONObject
    private let properties: JSONObject
    private let products: [JSONObject]

    /// Nil for any other message.
    package init?(_ document: JSONValue) {
        // Few messages have products, which is soon seen.
        guard case .object(let object) = document, case .object(let properties)? = object["properties"],
            case .array(let values)? = properties["products"], !values.isEmpty, object["type"] == .string("track"),
            object["event"]?.text.map(Self.isRefund) == true,
            let orderID = ["order_id", "orderId"].lazy.compactMap({ properties[$0]?.codeText }).first
        else { return nil }
        var products: [JSONObject] = []
        for value in values {
            guard case .object(let product) = value else { return nil }
            products.append(product)
        }
        (self.document, self.properties, self.products, self.orderID) = (object, properties, products, orderID)
    }

    private static func isRefund(_ event: String) -> Bool {
        event.lowercased().split { !$0.isLetter } == ["order", "refunded"]
    }

    /// What tells mappings that the products are all that was sold: an object with the currency of the order, and the
    /// amount that was paid back, where the message says one.
    static let wholeMark = "refundsOrder"

    /// The message with what the order says: that it came back whole, or else the prices at which products were sold.
    package func completed(by order: OrderRecord) -> JSONValue {
        let isOfItsCurrency = properties["currency"]?.text.map { $0 == order.currency.code } ?? true
        guard isOfItsCurrency else { return .object(document) }
        if isWhole(order) { return .object(document.setting(Self.wholeMark, to: wholeRefund(of: order))) }
        var isPriced = false
        let priced = products.map { product -> JSONValue in
            guard product["price"] ?? .null == .null,
                let sold = order.lines.first(where: { $0.sku == sku(of: product) }),
                let price = sold.unitPrice
            else { return .object(product) }
            isPriced = true
            return .object(product.setting("price", to: .string(DecimalText.price(price, order.currency))))
        }
        guard isPriced else { return .object(document) }
        let completed = properties.setting("products", to: .array(priced))
            .setting("currency", to: .string(order.currency.code))
        return .object(document.setting("properties", to: .object(completed)))
    }

    private func wholeRefund(of order: OrderRecord) -> JSONValue {
        let amount = amount(in: order.currency).map { amount in
            JSONObject.Member(name: "amount", value: .string(DecimalText.money(amount, order.currency)))
        }
        let currency = JSONObject.Member(name: "currency", value: .string(order.currency.code))
        return .object(JSONObject(members: [currency] + (amount.map { [$0] } ?? [])))
    }

    /// Whether everything came back.
    private func isWhole(_ order: OrderRecord) -> Bool {
        var left: [String: Quantity] = [:]
        for line in order.lines where line.quantity > .zero {
            guard let sku = line.sku else { return false }
            left[sku] = Quantity(thousandths: (left[sku] ?? .zero).thousandths &+ line.quantity.thousandths)
        }
        guard !left.isEmpty else { return false }
        for product in products {
            guard let sku = sku(of: product), let sold = left[sku], let back = quantity(of: product) else {
                return false
            }
            left[sku] = Quantity(thousandths: sold.thousandths &- back.thousandths)
        }
        return left.values.allSatisfy { $0 <= .zero }
    }

    /// One where the message says none.
    private func quantity(of product: JSONObject) -> Quantity? {
        guard let written = product["quantity"], written != .null else { return .one }
        return Self.magnitude(written, decimals: 3).map(Quantity.init(thousandths:))
    }

    private func amount(in currency: Currency) -> MinorUnits? {
        let written = ["total", "value", "revenue"].lazy.compactMap { properties[$0] }.first { $0 != .null }
        return written.flatMap { Self.magnitude($0, decimals: currency.exponent) }
    }

    /// Some write with a minus sign what goes back.
    private static func magnitude(_ written: JSONValue, decimals: Int) -> Int64? {
        guard case .value(let value) = DecimalNumber.scaled(written.cellText, decimals: decimals) else { return nil }
        return abs(value)
    }

    private func sku(of product: JSONObject) -> String? {
        ["sku", "product_id", "productId"].lazy.compactMap { product[$0]?.codeText }.first { !$0.isEmpty }
    }
}

extension JSONObject {
    /// With another value of a member, which comes last.
    fileprivate func setting(_ name: String, to value: JSONValue) -> JSONObject {
        let rest = members.filter { $0.name != name }
        return JSONObject(members: rest + [Member(name: name, value: value)], repeatedNames: repeatedNames)
    }
}
