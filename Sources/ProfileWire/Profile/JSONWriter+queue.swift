package import ProfileCore

/// Queues: who goes first, how long others may still go before them, and how a policy would have served the past.
extension JSONWriter {
    /// `{"queue":[…],"fairness":{"overtakable_seconds","rule"}}`. Who should take each is told where that was asked.
    package mutating func vipQueue(
        _ places: [VIPQueue.Place], _ handling: [Recommendation]? = nil, _ warnings: [WireWarning] = []
    ) {
        object { json in
            json.items("queue", places) { $0.vipPlace($1, handling?[$1.position - 1]) }
            json.member("fairness") { json in
                json.object {
                    $0.member("overtakable_seconds", places.map(\.overtakableSeconds).max() ?? 0)
                    $0.member("rule", VIPQueue.rule)
                }
            }
            if handling != nil { json.items("warnings", warnings) { $0.warning($1) } }
        }
    }

    /// An answer with `ref`, `position`, `waited_seconds` and `effective_priority`; its reason is that of the place.
    private mutating func vipPlace(_ place: VIPQueue.Place, _ handling: Recommendation?) {
        object {
            $0.member("ref", place.entry.ref)
            $0.member("position", place.position)
            $0.member("effective_priority") { $0.decimal(thousandths: Int64(place.effectiveTenths).hundredfold) }
            $0.member("waited_seconds", place.entry.waitedSeconds)
            $0.member("overtakable_seconds", place.overtakableSeconds)
            $0.members(of: place.entry.answer, reason: place.reason)
            if let handling { $0.member("handling") { $0.recommendation(handling) } }
        }
    }

    /// `{"rehearsal","withheld"}`: one of them is null.
    package mutating func queueRehearsal(_ rehearsal: QueueRehearsal?) {
        object { json in
            json.optional("rehearsal", rehearsal) { $0.rehearsed($1) }
            json.member("withheld", rehearsal == nil ? QueueRehearsal.withheld : nil)
        }
    }

    private mutating func rehearsed(_ rehearsal: QueueRehearsal) {
        object { json in
            json.member("basis", rehearsal.basis.rawValue)
            json.member("from", rehearsal.from)
            json.member("until", rehearsal.until)
            json.member("all") { $0.rehearsed(rehearsal.all) }
            json.items("tiers", rehearsal.tiers) { json, row in
                json.rehearsed(row) { $0.member("tier", row.tier) }
            }
            json.member("bound_seconds", rehearsal.bound)
            json.items("sooner", rehearsal.gainers) { $0.rehearsed($1) }
            json.items("later", rehearsal.losers) { $0.rehearsed($1) }
            json.items("notes", rehearsal.sentences) { $0.string($1) }
        }
    }

    private mutating func rehearsed(_ row: QueueRehearsal.Row, _ first: (inout JSONWriter) -> Void = { _ in }) {
        object { json in
            first(&json)
            json.member("waits", row.past.count)
            json.member("past") { $0.waitFigures(row.past) }
            json.member("in_force") { $0.waitFigures(row.inForce) }
            json.member("wanted") { $0.waitFigures(row.wanted) }
            json.member("sooner", row.sooner)
            json.member("later", row.later)
        }
    }

    private mutating func waitFigures(_ figures: WaitFigures) {
        object {
            $0.member("average_seconds", figures.mean)
            $0.member("ninetieth_seconds", figures.ninetieth)
            $0.member("longest_seconds", figures.longest)
        }
    }

    private mutating func rehearsed(_ move: QueueRehearsal.Move) {
        object {
            $0.member("profile_id", move.profile.description)
            $0.member("arrived_at", move.arrivedAt)
            $0.member("tier", move.tier)
            $0.member("from_seconds", move.from)
            $0.member("to_seconds", move.to)
        }
    }
}

extension Int64 {
    /// Tenths as thousandths.
    fileprivate var hundredfold: Int64 {
        let (product, overflows) = multipliedReportingOverflow(by: 100)
        return overflows ? .max : product
    }
}
