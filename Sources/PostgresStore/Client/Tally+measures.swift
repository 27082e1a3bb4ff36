import ProfileStore

extension Tally {
    var measures: [Measure] {
        let counts = counts
        let retries = Dictionary(
            uniqueKeysWithValues: Retry.allCases.map { ($0.rawValue, Measure.Value.total(counts.retries[$0] ?? 0)) })
        return [
            Measure(
                "store_statements", by: "statement", counts.statements.mapValues { .total($0) },
                help: "Statements sent to the server."),
            Measure(
                "store_round_trip_seconds", by: "statement", counts.roundTrips.mapValues { .durations($0) },
                help: "Time from sending statements together to all their answers, by the first that reaches profiles."
            ),
            Measure(
                "store_refusals", by: "sqlstate", counts.refusals.mapValues { .total($0) },
                help: "Round trips that the server refused, by its error code."),
            Measure(
                "store_round_trips_lost", .total(counts.losses),
                help: "Round trips that ended without an answer: connection lost, or no answer in time."),
            Measure("store_retries", by: "cause", retries, help: "Transactions that were tried again, by cause."),
            Measure(
                "store_listening_losses", .total(counts.listeningLosses),
                help: "How often the connection that announces other nodes' changes was lost or could not be opened."),
            Measure(
                "store_notification_lag_seconds", .durations(counts.notificationLag),
                help: "Time from a node's telling of its changes, once they are durable, to this node's hearing of it; "
                    + "exact to half a round trip."),
        ]
    }
}
