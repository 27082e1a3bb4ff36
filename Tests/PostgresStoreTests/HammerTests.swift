import PostgresStore
import ProfileCore
import ProfileStore
import SQLStore
import Testing

@Suite("Nodes that write at once", .enabled(if: TestServer.shared != nil, TestServer.advice), .serialized)
struct HammerTests {
    @Test("Overlapping identifiers on two nodes end in one profile each, with every acknowledged fact")
    func oneProfileEach() async throws {
        let server = try #require(TestServer.shared)
        try await server.withDatabase { url in
            let nodes = try await nodes(2, at: url)
            let crowd = Crowd(people: 25)
            try await withThrowingTaskGroup(of: Void.self) { group in
                for writer in 0..<12 {
                    let node = nodes[writer % 2]
                    group.addTask {
                        for turn in 0..<60 { try await crowd.act(on: node, as: "w\(writer)", turn: turn) }
                    }
                }
                try await group.waitForAll()
            }
            try await crowd.joinAll(in: nodes[0])
            try await check(crowd, in: nodes[1])
            for node in nodes { await node.close() }
        }
    }

    @Test("A reader that stops anywhere and goes on from there misses and repeats no change of three nodes")
    func noChangeMissed() async throws {
        let server = try #require(TestServer.shared)
        try await server.withDatabase { url in
            let nodes = try await nodes(3, at: url)
            let reader = try await PostgresStore.open(url: url)
            let crowd = Crowd(people: 200)
            async let writing: Void = withThrowingTaskGroup(of: Void.self) { group in
                for writer in 0..<10 {
                    let node = nodes[writer % 3]
                    group.addTask {
                        for turn in 0..<30 { try await crowd.act(on: node, as: "w\(writer)", turn: turn) }
                    }
                }
                try await group.waitForAll()
            }
            var cursor = Cursor()
            for _ in 0..<150 {
                if Int.random(in: 0..<4) == 0 { try await cursor.stop() }
                try await cursor.read(reader, limit: Int.random(in: 1...40))
            }
            try await writing
            while try await cursor.read(reader, limit: 1_000) {}
            let final = try await reader.changes(after: .start, limit: 1_000_000).changes
            let isComplete = final.allSatisfy { cursor.seen[$0.profile] == .some($0.version) }
            #expect(isComplete && !final.isEmpty)
            for node in nodes + [reader] { await node.close() }
        }
    }

    private func nodes(_ count: Int, at url: String) async throws -> [PostgresStore] {
        var nodes: [PostgresStore] = []
        for _ in 0..<count { nodes.append(try await PostgresStore.open(url: url)) }
        return nodes
    }

    private struct Cursor {
        var seen: [ProfileID: Int?] = [:]
        private var position = FeedPosition.start
        private var numbers: Set<ChangeNumber> = []

        /// Nothing is kept but the text of the position.
        mutating func stop() async throws {
            position = try #require(FeedPosition(position.description))
            try await Task.sleep(for: .milliseconds(Int.random(in: 0...20)))
        }

        /// Whether there was anything new.
        @discardableResult
        mutating func read(_ store: PostgresStore, limit: Int) async throws -> Bool {
            let page = try await store.changes(after: position, limit: limit)
            for change in page.changes {
                #expect(!position.covers(change.number) && numbers.insert(change.number).inserted)
                position.advance(to: change.number)
                seen.updateValue(change.version, forKey: change.profile)
            }
            #expect(position == page.position)
            return !page.changes.isEmpty
        }
    }

    private func check(_ crowd: Crowd, in store: PostgresStore) async throws {
        let states = try await store.scan(after: nil, limit: 10_000)
        #expect(states.count == crowd.people)
        var owners: [FactKey: ProfileID] = [:]
        for state in states {
            let facts = try await store.facts(of: state.id, after: nil, limit: 100_000)
            for fact in facts { owners[fact.key] = state.id }
            let links = try #require(try await store.history(of: state.id)).links
            var rebuild = SummaryRebuild(held: Set(links.map(\.identifier)), at: state.changedAt)
            for fact in facts { rebuild.add(fact) }
            let isFold = rebuild.summary == state.summary
            #expect(isFold, "a summary of \(state.summary.facts) facts is not the fold of its \(facts.count)")
        }
        let profiles = try await holders(of: crowd, in: store)
        for (key, person) in crowd.facts where !key.id.hasPrefix("shared-") {
            #expect(owners[key] != nil && owners[key] == profiles[person], "\(key.id)")
        }
        #expect(Set(owners.keys).isSuperset(of: crowd.facts.keys))
    }

    private func holders(of crowd: Crowd, in store: PostgresStore) async throws -> [ProfileID] {
        var profiles: [ProfileID] = []
        for person in 0..<crowd.people {
            let references = Set(crowd.identifiers(of: person).map(ProfileReference.identifier))
            let found = Set(try await store.profiles(references).values.joined().map(\.id))
            #expect(found.count == 1)
            profiles.append(contentsOf: found.prefix(1))
        }
        return profiles
    }
}
