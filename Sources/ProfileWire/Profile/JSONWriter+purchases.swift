import ProfileCore

extension JSONWriter {
    /// `goods` are what is known of those of each open order, if of any.
    mutating func purchases(_ purchases: PurchasesView, goods: [[GoodsView]]) {
        object {
            $0.member("orders", purchases.orders)
            $0.member("first_at", purchases.firstAt)
            $0.member("last_at", purchases.lastAt)
            $0.member("average_days_between", decimal: purchases.averageDaysBetween)
            $0.items("totals", purchases.totals) { $0.total($1) }
            $0.items("last_365_days", purchases.last365Days) { $0.year($1) }
            $0.items("open", Array(purchases.open.enumerated())) { writer, order in
                writer.openOrder(order.element, goods.isEmpty ? [] : goods[order.offset])
            }
            $0.items("recent", purchases.recent) { $0.recentOrder($1) }
            $0.items("products", purchases.products) { $0.product($1) }
            $0.more("more_products", purchases.moreProducts)
            $0.items("categories", purchases.categories) { $0.category($1) }
            $0.more("more_categories", purchases.moreCategories)
            $0.member("returned_share", decimal: purchases.returnedShare)
            $0.member("returns") { $0.returns(purchases.returns) }
        }
    }

    mutating func cart(_ cart: CartView) {
        object {
            $0.items("items", cart.items) { $0.cartItem($1, isMixed: cart.currency == nil) }
            $0.optional("value", cart.value) { writer, value in
                if let currency = cart.currency { writer.money(value, currency) } else { writer.null() }
            }
            $0.member("currency", cart.currency?.code)
            $0.member("updated_at", cart.updatedAt)
        }
    }

    private mutating func total(_ total: PurchasesView.Total) {
        object {
            $0.member("currency", total.currency.code)
            $0.member("gross", money: total.gross, total.currency)
            $0.member("refunded", money: total.refunded, total.currency)
            $0.member("net", money: total.net, total.currency)
            $0.member("average_order", money: total.averageOrder, total.currency)
        }
    }

    private mutating func returns(_ returns: PurchasesView.Returns) {
        object {
            $0.member("count", returns.count)
            $0.member("last_at", returns.lastAt)
        }
    }

    private mutating func year(_ year: PurchasesView.Year) {
        object {
            $0.member("currency", year.currency.code)
            $0.member("orders", year.orders)
            $0.member("net", money: year.net, year.currency)
        }
    }

    private mutating func openOrder(_ order: OrderDigest, _ goods: [GoodsView]) {
        object {
            $0.orderHead(order)
            $0.member("expected_delivery", order.expectedDelivery)
            $0.member("tracking_url", order.trackingURL)
            $0.goods(goods)
        }
    }

    private mutating func recentOrder(_ order: OrderDigest) {
        object {
            $0.orderHead(order)
            $0.member("items", quantity: order.items)
        }
    }

    private mutating func orderHead(_ order: OrderDigest) {
        member("source", order.source)
        member("id", order.id)
        member("placed_at", order.placedAt)
        member("status", order.status.rawValue)
        member("total", money: order.total, order.currency)
        member("currency", order.currency.code)
    }

    private mutating func product(_ product: PurchasesView.Product) {
        object {
            $0.member("sku", product.sku)
            $0.member("name", product.name)
            $0.member("quantity", quantity: product.quantity)
            $0.member("orders", product.orders)
            $0.member("last_at", product.lastAt)
        }
    }

    private mutating func category(_ category: PurchasesView.Category) {
        object {
            $0.member("category", category.category)
            $0.member("quantity", quantity: category.quantity)
        }
    }

    /// In a cart of several currencies each item names its own.
    private mutating func cartItem(_ item: CartView.Item, isMixed: Bool) {
        object {
            $0.member("sku", item.sku)
            $0.member("name", item.name)
            $0.member("quantity", quantity: item.quantity)
            $0.optional("price", item.price) { $0.price($1, item.currency) }
            if isMixed { $0.member("currency", item.currency.code) }
        }
    }
}
