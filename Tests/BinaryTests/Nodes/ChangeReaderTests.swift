import Testing

@Suite(
    "A job that reads the changes of three nodes", .enabled(if: Cluster.isPossible, Cluster.advice),
    .timeLimit(.minutes(5)))
struct ChangeReaderTests {
    private static let customers = 1...20
    private static let interactionsOfEachNode = 60

    @Test("Stopped anywhere, on whichever node it goes on, it misses no profile and has each interaction once")
    func stopped() async throws {
        try await Cluster.run { cluster in
            let nodes = try await cluster.nodes(3)
            let progress = Progress()
            defer { progress.end() }
            async let heard = ChangeReader(nodes: nodes).read(until: progress)
            let acknowledged = try await withThrowingTaskGroup(of: [String].self) { group in
                for (place, node) in nodes.enumerated() {
                    group.addTask { try await Self.write(to: node, named: "n\(place)") }
                }
                return try await group.reduce(into: []) { $0 += $1 }
            }
            progress.end()
            let (changes, position) = try await heard
            #expect(changes.interactions.sorted() == acknowledged.sorted())
            #expect(changes.profiles.count == Self.customers.count)

            // Once more all of them, each by a node that another one follows.
            for customer in Self.customers {
                let path = "/v1/sources/erp/orders/last-\(customer)"
                let answer = try await nodes[customer % 3].send("PUT", path, Records.orderBody(of: "\(customer)"))
                try #require(answer.status == 200, "\(answer.text)")
            }
            let (rest, _) = try await ChangeReader(nodes: nodes, position: position).read(until: progress)
            #expect(rest.interactions.isEmpty)
            #expect(rest.profiles == changes.profiles)
            for node in nodes { #expect(try await node.stop() == 0) }
        }
    }

    /// The ids of interactions that the node acknowledged.
    private static func write(to node: Server, named name: String) async throws -> [String] {
        var acknowledged: [String] = []
        for number in 0..<interactionsOfEachNode {
            let customer = Int.random(in: customers)
            let interaction = Records.interactionBody(
                of: "\(number < customers.count ? number + 1 : customer)", agent: "kim")
            let id = "\(name)-\(number)"
            let answer = try await node.send("PUT", "/v1/sources/desk/interactions/\(id)", interaction)
            try #require(answer.status == 200, "\(answer.text)")
            acknowledged.append(id)
            let order = Records.orderBody(of: "\(customer)")
            try #require(try await node.send("PUT", "/v1/sources/erp/orders/\(id)", order).status == 200)
        }
        return acknowledged
    }
}

/// Reads pages of changes from any node. When it stops at a page, it drops that page and its position.
private struct ChangeReader {
    struct Changes {
        var interactions: [String] = []
        var profiles: Set<String> = []
    }

    let nodes: [Server]
    var position = ""

    /// Reads until nothing more is written, and then to the end.
    func read(until progress: Progress) async throws -> (Changes, position: String) {
        var (changes, position) = (Changes(), position)
        while true {
            let isOver = progress.isOver
            let node = nodes[Int.random(in: nodes.indices)]
            let limit = Int.random(in: 1...30)
            let after = position.isEmpty ? "" : "&after=\(position)"
            let path = "/v1/changes?limit=\(limit)&wait=\(isOver ? 0 : 1)" + after
            if Bool.random() { try await Self.askAndLeave(node, path) }
            let answer = try await node.send("GET", path)
            try #require(answer.status == 200, "\(answer.text)")
            let page = try answer.json
            let rows = page["changes"]?.list ?? []
            for row in rows { changes.take(row) }
            #expect(page["gap"] == .bool(false))
            position = try #require(page["next"]?.text)
            if isOver, rows.isEmpty, try await isEnd(position) { return (changes, position) }
        }
    }

    /// No node has anything more: one may hear of what another did a moment later.
    private func isEnd(_ position: String) async throws -> Bool {
        for node in nodes {
            let page = try await node.send("GET", "/v1/changes?wait=1&after=\(position)").json
            guard page["changes"]?.list?.isEmpty ?? false else { return false }
        }
        return true
    }

    private static func askAndLeave(_ node: Server, _ path: String) async throws {
        try await onOwnThread {
            let socket = try Socket(port: node.port)
            try socket.send(Array(Server.head("GET", path, key: Server.adminKey).utf8))
            if Bool.random() { _ = try socket.receive() }
        }
    }
}

extension ChangeReader.Changes {
    fileprivate mutating func take(_ row: JSON) {
        switch row["kind"]?.text {
        case "interaction": interactions.append(row["id"]?.text ?? "")
        case "profile": profiles.insert(row["profile_id"]?.text ?? "")
        default: break
        }
    }
}
