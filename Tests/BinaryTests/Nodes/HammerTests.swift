import Foundation
import Testing

/// For five seconds, or as many as `CLIENTELE_HAMMER_SECONDS` says.
@Suite(
    "Nodes that write about the same people at the same time", .enabled(if: Cluster.isPossible, Cluster.advice),
    .timeLimit(.minutes(30)))
struct HammerTests {
    private static let seconds =
        ProcessInfo.processInfo.environment["CLIENTELE_HAMMER_SECONDS"].flatMap { Double($0) } ?? 5
    private static let people = (0..<30).map(Person.init)
    private static let clients = 12

    @Test("Every acknowledged record is there, each person has one profile, and all nodes show the same")
    func hammer() async throws {
        try await Cluster.run { cluster in
            let nodes = try await cluster.nodes(3)
            let ledger = Ledger()
            try await strike(nodes, ledger)
            for (place, person) in Self.people.enumerated() {
                let node = nodes[place % nodes.count]
                try await Hammer(name: "last", node: node, people: Self.people, ledger: ledger).join(person)
            }
            // So long a node may take to notice what another one did.
            try await Task.sleep(for: .seconds(1))
            for person in Self.people { try await checkSameProfile(person, on: nodes) }
            try await checkRecords(ledger, in: cluster)
            for person in Self.people { try await checkCounts(of: person, ledger, on: nodes[0]) }
            for node in nodes { #expect(try await node.stop() == 0) }
        }
    }

    private func strike(_ nodes: [Server], _ ledger: Ledger) async throws {
        let progress = Progress()
        try await withThrowingTaskGroup(of: Void.self) { group in
            for client in 0..<Self.clients {
                let hammer = Hammer(
                    name: "client\(client)", node: nodes[client % nodes.count], people: Self.people, ledger: ledger)
                group.addTask {
                    var turn = 0
                    while !progress.isOver {
                        try await hammer.strike(turn)
                        turn += 1
                        progress.advance()
                    }
                }
            }
            for node in nodes {
                group.addTask { try await Watcher(node: node, people: Self.people).watch(until: progress) }
            }
            group.addTask {
                try await Task.sleep(for: .seconds(Self.seconds))
                progress.end()
            }
            defer { progress.end() }
            try await group.waitForAll()
        }
        #expect(progress.count > Self.clients)
    }

    /// All that leads to a person leads to one profile, of which all nodes show the same bytes. When one of them learns
    /// an outlook, the others follow within a second.
    private func checkSameProfile(_ person: Person, on nodes: [Server]) async throws {
        var shown = try await answers(about: person, on: nodes)
        if shown.outlooks.count > 1 {
            try await Task.sleep(for: .seconds(1))
            shown = try await answers(about: person, on: nodes)
        }
        #expect(shown.bodies.count == 1, "person \(person.number) is shown in \(shown.bodies.count) ways")
    }

    /// The bodies but for their moment, and the numbers of the outlooks in them.
    private func answers(
        about person: Person, on nodes: [Server]
    ) async throws -> (bodies: Set<String>, outlooks: Set<Int?>) {
        var (bodies, outlooks): (Set<String>, Set<Int?>) = ([], [])
        for identifier in person.identifiers {
            for node in nodes {
                let answer = try await node.send("GET", "/v1/profiles/\(identifier)")
                try #require(answer.status == 200, "\(identifier): \(answer.text)")
                bodies.insert(answer.text.replacing(#/"as_of": ?"[^"]*"/#, with: ""))
                outlooks.insert(try answer.json["outlook"]?["learned"]?["number"]?.integer)
            }
        }
        return (bodies, outlooks)
    }

    /// The store holds what was acknowledged and was not withdrawn, and nothing that was withdrawn.
    private func checkRecords(_ ledger: Ledger, in cluster: Cluster) async throws {
        let export = try await Command.run("export", "--records-only", "--database", cluster.url, in: try Folder())
        #expect(export.status == 0, "\(export.errors)")
        let stored = try export.output.split(separator: "\n").map { line in
            let record = try JSON(line.utf8)
            return Ledger.Entry(kind: record["kind"]?.text ?? "", id: record["id"]?.text ?? "")
        }
        #expect(Set(stored).count == stored.count)
        #expect(Set(ledger.records.keys).subtracting(stored).isEmpty)
        #expect(ledger.withdrawn.isDisjoint(with: stored))
        #expect(Set(stored).subtracting(ledger.records.keys).isEmpty)
    }

    /// The profile, kept up in steps by three nodes, counts what was acknowledged.
    private func checkCounts(of person: Person, _ ledger: Ledger, on node: Server) async throws {
        let profile = try await node.send("GET", "/v1/profiles/crm:\(person.customer)").json
        let own = ledger.records.filter { $0.value == person.number }.keys
        #expect(profile["purchases"]?["orders"]?.integer == own.count { $0.kind == "order" })
        #expect(profile["contact"]?["total"]?.integer == own.count { $0.kind == "interaction" })
    }
}
