package import ProfileCore

extension JSONWriter {
    package mutating func suggestions(_ suggestions: Suggestions, _ learned: LearnedSuggestions?) {
        object { json in
            json.optional("suggestions", suggestions.withheld == nil ? suggestions.list : nil) {
                $0.array(of: $1) { $0.suggestion($1) }
            }
            json.member("by", suggestions.method?.rawValue)
            json.member("withheld", suggestions.withheld)
            json.optional("learned", learned) { json, learned in
                json.object { $0.learnedMembers(learned) }
            }
        }
    }

    private mutating func learnedMembers(_ learned: LearnedSuggestions) {
        member("number", learned.number)
        member("on", learned.on)
        member("customers", learned.evaluation.customers)
        member("baskets", learned.evaluation.baskets)
        member("products", learned.products.count)
    }

    private mutating func suggestion(_ suggestion: Suggestion) {
        object { json in
            json.member("sku", suggestion.sku)
            json.member("name", suggestion.name)
            json.member("because", suggestion.reason.name)
            json.member("reason", suggestion.words)
            json.member("evidence") { json in json.object { $0.evidence(suggestion.reason) } }
        }
    }

    private mutating func evidence(_ reason: Suggestion.Reason) {
        switch reason {
        case .again(let usual, let purchases, let isDue):
            member("purchases", purchases)
            member("usual_days", usual.days)
            member("usual_on", usual.on)
            member("due", isDue)
        case .before(let purchases, let last):
            member("purchases", purchases)
            member("last_on", last)
        case .likeBaskets(let buyers, let all):
            member("buyers", buyers)
            member("customers", all)
        case .together(let product, let counts):
            member("with", product.sku)
            member("with_name", product.name)
            member("together", counts.both)
            member("of", counts.one)
            member("by_chance") { $0.decimal(counts.expected, decimals: 1) }
            member("log_likelihood_ratio") { $0.decimal(counts.ratio, decimals: 1) }
        case .popular(let baskets, let all):
            member("baskets", baskets)
            member("of", all)
        }
    }

    /// What was learned, and how well next baskets are told by it.
    package mutating func learnedSuggestions(_ learned: LearnedSuggestions) {
        object { json in
            json.learnedMembers(learned)
            json.items("figures", learned.evaluation.rows) { $0.row($1.method.rawValue, $1) }
            json.member("served", learned.evaluation.served.rawValue)
            json.member("reason", learned.evaluation.reason)
        }
    }

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

extension Suggestion.Reason {
    fileprivate var name: String {
        switch self {
        case .again: "again"
        case .before: "bought_before"
        case .likeBaskets: "like_baskets"
        case .together: "together"
        case .popular: "popular"
        }
    }
}
