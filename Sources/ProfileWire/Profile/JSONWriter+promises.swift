import ProfileCore

/// What a customer was promised.
extension JSONWriter {
    mutating func promises(_ promises: PromisesView) {
        object {
            $0.items("open", promises.open) { $0.openPromise($1) }
            $0.more("more_open", promises.moreOpen)
            $0.member("overdue", promises.overdue.count)
            $0.member("kept", promises.kept)
            $0.member("broken", promises.broken)
            $0.member("withdrawn", promises.withdrawn)
            $0.optional("last_broken", promises.lastBroken) { json, promise in
                json.object {
                    $0.promise(promise)
                    $0.member("at", promise.at)
                }
            }
            $0.items("by_agent", promises.byAgent) { json, tally in
                json.object {
                    $0.member("id", tally.key)
                    $0.member("name", tally.name)
                    $0.ends(of: tally)
                }
            }
            $0.more("more_agents", promises.moreAgents)
            $0.items("by_topic", promises.byTopic) { json, tally in
                json.object {
                    $0.member("topic", tally.key)
                    $0.ends(of: tally)
                }
            }
            $0.more("more_topics", promises.moreTopics)
        }
    }

    private mutating func openPromise(_ open: PromisesView.Open) {
        object {
            $0.promise(open.promise)
            $0.member("overdue", open.isOverdue)
        }
    }

    /// The members of the object at hand.
    private mutating func promise(_ promise: PromiseDigest) {
        member("source", promise.source)
        member("id", promise.id)
        member("text", promise.text)
        member("promised_at", promise.promisedAt)
        member("due_at", promise.dueAt)
        member("due_on", promise.dueOn)
        optional("agent", promise.agent) { $0.companyPerson($1) }
        member("topic", promise.topic)
        member("order_id", promise.orderID)
        member("interaction_id", promise.interactionID)
    }

    private mutating func ends(of tally: PromisesView.Tally) {
        member("open", tally.open)
        member("kept", tally.kept)
        member("broken", tally.broken)
    }
}
