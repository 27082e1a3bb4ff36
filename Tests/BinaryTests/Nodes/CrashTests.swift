import Testing

@Suite(
    "The database crashes while nodes write to it", .enabled(if: Cluster.isPossible, Cluster.advice),
    .timeLimit(.minutes(10)))
struct CrashTests {
    private static let crashes = 3
    private static let writers = 6

    /// What one writer had acknowledged, and how often it was told to come back later.
    private struct Journal {
        let customer: String
        var units: [Unit] = []
        var refusals = 0
    }

    @Test("Nothing acknowledged is lost, clients are told to try again, and no node has to be restarted")
    func crashes() async throws {
        try await Cluster.run { cluster in
            let nodes = try await cluster.nodes(3)
            let journals = try await writing(to: nodes) { progress in
                for _ in 0..<Self.crashes {
                    try await progress.more(60)
                    try await cluster.stop()
                    try await checkOutage(of: nodes)
                    try await cluster.start()
                    for node in nodes { try await untilReady(node) }
                }
            }
            #expect(journals.contains { $0.refusals > 0 })
            for (place, journal) in journals.enumerated() {
                try await check(journal, on: nodes[(place + 1) % nodes.count])
            }
            for node in nodes {
                #expect(!node.program.hasEnded)
                #expect(try await node.stop() == 0)
            }
        }
    }

    /// What all writers wrote until `body`, which is told how far they are, had ended.
    private func writing(
        to nodes: [Server], while body: @Sendable (Progress) async throws -> Void
    ) async throws -> [Journal] {
        let progress = Progress()
        return try await withThrowingTaskGroup(of: Journal.self) { group in
            for number in 0..<Self.writers {
                group.addTask { try await write(as: number, to: nodes, progress) }
            }
            defer { progress.end() }
            try await body(progress)
            progress.end()
            return try await group.reduce(into: []) { $0.append($1) }
        }
    }

    private func write(as number: Int, to nodes: [Server], _ progress: Progress) async throws -> Journal {
        var journal = Journal(customer: "crash-\(number)")
        let writer = Writer(customer: journal.customer, habit: number % 3 == 0 ? .batches : .puts)
        while !progress.isOver {
            let unit = Unit(form: writer.form(journal.units.count), isAcknowledged: true)
            let node = nodes[(number + journal.units.count) % nodes.count]
            let fulfilment = try await unit.wish.fulfil(at: node)
            try #require(try unit.fresh(in: fulfilment.answer) != nil, "\(fulfilment.answer.text)")
            journal.refusals += fulfilment.refusals
            journal.units.append(unit)
            progress.advance()
        }
        return journal
    }

    /// Every node says that it cannot serve, also what it knew a moment ago, and does not pretend to be dead.
    private func checkOutage(of nodes: [Server]) async throws {
        for node in nodes {
            // A node asks the store only when its last write says nothing any more.
            while true {
                let ready = try await node.send("GET", "/readyz")
                if ready.status == 503 {
                    #expect(ready.headers["retry-after"] != nil)
                    break
                }
                #expect(ready.status == 200)
                try await Task.sleep(for: .milliseconds(100))
            }
            #expect(try await node.send("GET", "/livez").status == 200)
            while true {
                let read = try await node.send("GET", "/v1/profiles/crm:crash-0")
                if read.status == 503 { break }
                #expect(read.status == 200)
            }
        }
    }

    private func untilReady(_ node: Server) async throws {
        while try await node.send("GET", "/readyz").status != 200 { try await Task.sleep(for: .milliseconds(20)) }
    }

    /// Sends everything again, to another node: all of it is known.
    private func check(_ journal: Journal, on node: Server) async throws {
        for (place, unit) in journal.units.enumerated() {
            let fresh = try await unit.send(to: node)
            #expect(fresh == 0, "unit \(place) of \(journal.customer)")
        }
        let profile = try await node.send("GET", "/v1/profiles/crm:\(journal.customer)?fields=purchases")
        let expected = journal.units.reduce(0) { $0 + $1.count }
        #expect(try profile.json["purchases"]?["orders"]?.integer == expected)
    }
}
