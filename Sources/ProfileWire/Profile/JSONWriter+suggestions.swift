package import ProfileCore

extension JSONWriter {
    /// The members of the object at hand.
    package mutating func basketFigures(_ evaluation: BasketEvaluation) {
        member("customers", evaluation.customers)
        member("baskets", evaluation.baskets)
        member("products", evaluation.products)
        member("judged", evaluation.judged)
        member("places", BasketEvaluation.places)
        items("figures", evaluation.rows) { $0.row($1.method.rawValue, $1) }
        member("served", evaluation.served.rawValue)
        member("reason", evaluation.reason)
        optional("served_figures", evaluation.servedRow) { $0.row($1.method.rawValue, $1) }
    }

    private mutating func row(_ method: String, _ row: BasketEvaluation.Row) {
        object { json in
            json.member("by", method)
            json.accuracy(row.all)
            json.member("repeats") { json in json.object { $0.accuracy(row.repeats) } }
            json.member("new") { json in json.object { $0.accuracy(row.new) } }
        }
    }

    private mutating func accuracy(_ accuracy: BasketAccuracy) {
        member("customers", accuracy.customers)
        member("recall") { $0.figure(accuracy.recall) }
        member("ndcg") { $0.figure(accuracy.ndcg) }
        member("hit") { $0.figure(accuracy.hit) }
        member("ndcg_of_whole_basket") { $0.figure(accuracy.ndcgOfBasket) }
    }
}
