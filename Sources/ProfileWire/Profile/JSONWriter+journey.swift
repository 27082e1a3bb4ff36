import ProfileCore

/// What somebody did on the company's pages.
extension JSONWriter {
    mutating func journey(_ journey: JourneyView) {
        object {
            $0.member("visits_today", journey.visitsToday)
            $0.member("visits_last_30_days", journey.visitsLast30Days)
            $0.member("counted_since", journey.countedSince)
            $0.optional("visit", journey.last) { $0.visit($1) }
            $0.items("came_back", journey.returns) { json, product in
                json.object {
                    $0.member("sku", product.sku)
                    $0.member("name", product.name)
                    $0.member("visits", product.visits)
                    $0.member("days", product.days)
                    $0.member("last_at", product.lastAt)
                }
            }
            $0.optional("hesitation", journey.hesitation) { json, signs in
                json.array(of: signs) { $0.sign($1) }
            }
            $0.member("withheld", journey.withheld)
            $0.items("signs", journey.signs) { $0.sign($1) }
        }
    }

    private mutating func visit(_ view: VisitView) {
        object {
            $0.member("present", view.isPresent)
            $0.member("started_at", view.visit.startedAt)
            $0.member("last_at", view.visit.lastAt)
            $0.member("activities", view.visit.activities)
            $0.member("pages", view.pages)
            $0.optional("from", view.arrival) { json, arrival in
                json.object {
                    $0.member("referrer", arrival.referrer)
                    $0.member("medium", arrival.medium)
                    $0.member("campaign", arrival.campaign)
                }
            }
            $0.items("viewed", view.viewed) { $0.product($1) }
            $0.items("searched_in_vain", view.searchedInVain) { json, search in
                json.object {
                    $0.member("query", search.query)
                    $0.member("times", search.times)
                    $0.member("last_at", search.lastAt)
                }
            }
            $0.items("compared", view.compared) { $0.product($1) }
            $0.items("added", view.added) { $0.cartChange($1) }
            $0.items("removed", view.removed) { $0.cartChange($1) }
            $0.optional("checkout", view.checkout) { json, checkout in
                json.object {
                    $0.member("started_at", checkout.startedAt)
                    $0.member("finished", checkout.isFinished)
                }
            }
        }
    }

    private mutating func product(_ product: VisitView.Product) {
        object {
            $0.member("sku", product.sku)
            $0.member("name", product.name)
            $0.member("times", product.times)
        }
    }

    private mutating func cartChange(_ change: VisitView.CartChange) {
        object {
            $0.member("sku", change.sku)
            $0.member("name", change.name)
            $0.member("quantity", quantity: change.quantity)
            $0.member("at", change.at)
        }
    }

    private mutating func sign(_ sign: JourneySign) {
        object {
            $0.member("sign", sign.name.rawValue)
            $0.member("at", sign.at)
            $0.member("count", sign.count)
            $0.key("evidence")
            $0.evidence(of: sign)
        }
    }

    /// Words, and what they rest on as far as there is any.
    private mutating func evidence(of sign: JourneySign) {
        object {
            $0.member("text", sign.words)
            if !sign.queries.isEmpty { $0.items("queries", sign.queries) { $0.string($1) } }
            if !sign.pages.isEmpty { $0.items("pages", sign.pages) { $0.string($1) } }
            if !sign.skus.isEmpty { $0.items("skus", sign.skus) { $0.string($1) } }
            if !sign.contacts.isEmpty {
                $0.items("contacts", sign.contacts) { json, contact in
                    json.object {
                        $0.member("source", contact.source)
                        $0.member("id", contact.id)
                        $0.member("channel", contact.channel)
                        $0.member("at", contact.at)
                    }
                }
            }
        }
    }
}
