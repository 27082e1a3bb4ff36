package import ProfileCore

/// An `Order Refunded`. Where it names products, it leaves to the order what they cost, and whether they are all of it;
/// where it states but an amount, whether that is all of it.
package struct SegmentRefund: Sendable {
    package let orderID: String
    private let document: JSONObject
    private let properties: JSONObject
    /// Empty where it names none, or what is none.
    private let products: [JSONObject]

    /// Nil for any other message.
    package init?(_ document: JSONValue) {
        guard case .object(let object) = document, object["type"] == .string("track"),
            case .object(let properties)? = object["properties"],
            let orderID = ["order_id", "orderId"].lazy.compactMap({ properties[$0]?.codeText }).first,
            object["event"]?.text.map(Self.isRefund) == true
        else { return nil }
        var products: [JSONObject] = []
        if case .array(let values)? = properties["products"] {
            for case .object(let product) in values { products.append(product) }
            if products.count < values.count { products = [] }
        }
        (self.document, self.properties, self.products, self.orderID) = (object, properties, products, orderID)
    }

    /// However its two words are written. A text of any length may stand there, which is not taken apart.
    private static func isRefund(_ event: String) -> Bool {
        event.utf8.count < 40 && event.lowercased().split { !$0.isLetter } == ["order", "refunded"]
    }

    /// What tells mappings that the products are all that was sold: an object with the currency of the order, and the
    /// amount that was paid back, where the message says one.
    static let wholeMark = "refundsOrder"
    /// What tells mappings that an amount was paid back and no products are named: that amount, as it is stated.
    static let amountMark = "refundsAmount"

    /// The message with what the order says: that it came back whole, or else the prices at which products were sold,
    /// or the currency of an amount that has none.
    package func completed(by ledger: RefundLedger) -> JSONValue {
        guard namesProducts else { return amount(completedBy: ledger.order) }
        guard !products.isEmpty, let order = ledger.order else { return .object(document) }
        let isOfItsCurrency = properties["currency"]?.text.map { $0 == order.currency.code } ?? true
        guard isOfItsCurrency else { return .object(document) }
        if let returns, ledger.isAll(returns) {
            return .object(document.setting(Self.wholeMark, to: wholeRefund(of: order)))
        }
        var isPriced = false
        let priced = products.map { product -> JSONValue in
            guard product["price"] ?? .null == .null, let price = ledger.price(of: sku(of: product)) else {
                return .object(product)
            }
            isPriced = true
            return .object(product.setting("price", to: .string(DecimalText.price(price, order.currency))))
        }
        guard isPriced else { return .object(document) }
        let completed = properties.setting("products", to: .array(priced))
            .setting("currency", to: .string(order.currency.code))
        return .object(document.setting("properties", to: .object(completed)))
    }

    private var namesProducts: Bool {
        if case .array(let values)? = properties["products"] { !values.isEmpty } else { false }
    }

    /// What cannot be read as an amount is left to the mapping, which says what is wrong with it.
    private func amount(completedBy order: OrderRecord?) -> JSONValue {
        let code = properties["currency"]?.text.flatMap { $0.isEmpty ? nil : $0 }
        guard let amount, Self.magnitude(amount, in: code ?? order?.currency.code, decimals: 6) != 0 else {
            return .object(document)
        }
        let marked = document.setting(Self.amountMark, to: amount)
        guard code == nil, let order else { return .object(marked) }
        let priced = properties.setting("currency", to: .string(order.currency.code))
        return .object(marked.setting("properties", to: .object(priced)))
    }

    /// Nil where how many came back cannot be read.
    private var returns: [RefundLedger.Return]? {
        var returns: [RefundLedger.Return] = []
        for product in products {
            guard let quantity = quantity(of: product) else { return nil }
            returns.append(RefundLedger.Return(sku: sku(of: product), quantity: quantity))
        }
        return returns
    }

    private func wholeRefund(of order: OrderRecord) -> JSONValue {
        let amount = amount(in: order.currency).map { amount in
            JSONObject.Member(name: "amount", value: .string(DecimalText.money(amount, order.currency)))
        }
        let currency = JSONObject.Member(name: "currency", value: .string(order.currency.code))
        return .object(JSONObject(members: [currency] + (amount.map { [$0] } ?? [])))
    }

    /// One where the message says none.
    private func quantity(of product: JSONObject) -> Quantity? {
        guard let written = product["quantity"], written != .null else { return .one }
        return Self.magnitude(written, decimals: 3).map(Quantity.init(thousandths:))
    }

    /// What was paid back, as it is stated.
    private var amount: JSONValue? {
        ["total", "value", "revenue"].lazy.compactMap { properties[$0] }.first { $0 != .null && !$0.cellText.isEmpty }
    }

    private func amount(in currency: Currency) -> MinorUnits? {
        amount.flatMap { Self.magnitude($0, in: currency.code, decimals: currency.exponent) }
    }

    /// Some write with a minus sign what goes back. Nil where it has the sign of another currency.
    private static func magnitude(_ written: JSONValue, in code: String? = nil, decimals: Int) -> Int64? {
        let text = written.cellText
        if let code, CurrencySigns.contradict(code.uppercased(), in: text) { return nil }
        let number = NumberStyle().json(text) ?? text
        guard case .value(let value) = DecimalNumber.scaled(number, decimals: decimals) else { return nil }
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
