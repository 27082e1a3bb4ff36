import ProfileCore
import ProfileService
import ProfileStore
import Testing

@Suite("A node that shares its store with others", .timeLimit(.minutes(1)))
struct FollowingTests {
    private let mail = ProfileReference.identifier(Identifier("email:a@example.com"))

    /// Two nodes, the second of which follows the changes.
    private struct Nodes {
        let store: SharedStore
        let writer: Shop
        let reader: Shop
        let following: Task<Void, Never>

        init() async throws {
            let clock = TestClock()
            let store = try SharedStore(clock: clock)
            self.store = store
            writer = try await Shop(sharing: store, clock: clock)
            let reader = try await Shop(sharing: store, clock: clock)
            self.reader = reader
            following = Task { await reader.service.followChanges() }
        }

        /// Tells what was changed so far once, and lets the reader take it in: a second sign could be taken in after
        /// what the test does next.
        func tell(_ number: Int64) async throws {
            while !store.isHeard { try await Task.sleep(for: .milliseconds(1)) }
            store.tell(.upTo(FeedPosition([number])))
            while reader.service.isFollowing == false { try await Task.sleep(for: .milliseconds(1)) }
        }

        /// Tells it once and leaves the processor to who has to take it in.
        func sign(_ number: Int64) async throws {
            store.tell(.upTo(FeedPosition([number])))
            try await Task.sleep(for: .milliseconds(1))
        }

        /// Whether a read is answered from memory.
        func isRemembered(_ reference: ProfileReference) async throws -> Bool {
            let hits = reader.service.cacheCounts.hits
            _ = try await reader.service.served(reference)
            return reader.service.cacheCounts.hits > hits
        }

        func metric(_ name: String) -> Metric.Value? {
            reader.service.metrics.first { $0.name == name }?.values[""]
        }
    }

    @Test("Without a sign nothing is answered from memory")
    func untold() async throws {
        let nodes = try await Nodes()
        try await nodes.writer.file(.order("o1", of: "email:a@example.com"))
        for _ in 0..<3 { #expect(try await !nodes.isRemembered(mail)) }
        #expect(nodes.reader.service.isFollowing == false)
        nodes.following.cancel()
    }

    @Test("Signs let the memory answer for a second; after a lapse it shows what was changed unheard")
    func lapse() async throws {
        let nodes = try await Nodes()
        try await nodes.writer.file(.order("o1", of: "email:a@example.com"))
        try await nodes.tell(1)
        #expect(try await !nodes.isRemembered(mail))
        #expect(try await nodes.isRemembered(mail))
        _ = try await nodes.writer.service.ingest([.order("o2", of: "email:a@example.com")])
        #expect(try await nodes.reader.service.served(mail)?.version == 1)
        nodes.reader.clock.advance(bySeconds: 1)
        #expect(try await nodes.reader.service.served(mail)?.version == 2)
        #expect(nodes.metric("following") == .gauge(0))
        try await nodes.tell(2)
        #expect(try await nodes.reader.service.served(mail)?.version == 2)
        #expect(nodes.metric("following") == .gauge(1))
        #expect(nodes.metric("following_lapses") == .counter(1))
        nodes.following.cancel()
    }

    @Test("A change that is told is shown, and what was read since it was made stays remembered")
    func told() async throws {
        let nodes = try await Nodes()
        try await nodes.writer.file(.order("o1", of: "email:a@example.com"))
        try await nodes.tell(1)
        _ = try await nodes.isRemembered(mail)
        _ = try await nodes.writer.service.ingest([.order("o2", of: "email:a@example.com")])
        while try await nodes.reader.service.served(mail)?.version != 2 { try await nodes.sign(2) }
        #expect(try await nodes.isRemembered(mail))
        let seen = nodes.metric("followed_changes")
        #expect(seen == .counter(1))
        nodes.following.cancel()
    }

    @Test("A repeat of what another node did shows that it is done")
    func repeated() async throws {
        let nodes = try await Nodes()
        let (writer, reader) = (nodes.writer.service, nodes.reader.service)
        let other = ProfileReference.identifier(Identifier("email:b@example.com"))
        try await nodes.writer.file(.order("o1", of: "email:a@example.com"), .order("o2", of: "email:b@example.com"))
        try await nodes.tell(2)
        let one = try #require(try await reader.served(mail)?.id)
        let two = try #require(try await reader.served(other)?.id)

        let record = SourceRecord.order("o3", of: "email:a@example.com")
        _ = try await writer.ingest([record])
        #expect(try await reader.served(.id(one))?.version == 1)
        #expect(try await reader.ingest([record]).map(\.status) == [.unchanged])
        #expect(try await reader.served(.id(one))?.version == 2)

        _ = try await writer.withdraw(record.key)
        #expect(try await reader.served(.id(one))?.version == 2)
        #expect(try await !reader.withdraw(record.key))
        #expect(try await reader.served(.id(one))?.version == 3)

        for id in [one, two] { _ = try await reader.served(.id(id)) }
        let survivor = try await writer.merge(one, with: two, by: "kim", reason: "same")
        let absorbed = survivor == one ? two : one
        #expect(try await reader.served(.id(absorbed))?.id == absorbed)
        await #expect(throws: StewardError.self) {
            try await reader.merge(one, with: two, by: "lee", reason: "same")
        }
        #expect(try await reader.served(.id(absorbed))?.id == survivor)

        #expect(try await writer.erase(.id(survivor), by: "kim") != nil)
        #expect(try await reader.served(.id(survivor)) != nil)
        #expect(try await reader.erase(.id(survivor), by: "lee") == nil)
        #expect(try await reader.served(.id(survivor)) == nil)
        nodes.following.cancel()
    }

    @Test("A commit shows where its identifiers lead, though another node erased who had them")
    func erasedElsewhere() async throws {
        let nodes = try await Nodes()
        let (writer, reader) = (nodes.writer.service, nodes.reader.service)
        let other = ProfileReference.identifier(Identifier("email:b@example.com"))
        try await nodes.writer.file(
            .customer("crm:1", "email:a@example.com"), .customer("crm:2", "email:a@example.com"),
            .customer("crm:3", "email:b@example.com"))
        try await nodes.tell(3)
        let heir = try #require(try await nodes.writer.id("crm:2"))
        for reference in [mail, other] {
            let erased = try #require(try await reader.served(reference)?.id)
            #expect(erased != heir)
            #expect(try await writer.erase(reference, by: "kim") != nil)
            #expect(try await reader.served(reference)?.id == erased)
        }
        #expect(try await reader.ingest([.order("o1", of: "email:a@example.com")]).map(\.status) == [.accepted])
        #expect(try await reader.served(mail)?.id == heir)
        #expect(try await reader.ingest([.order("o2", of: "email:b@example.com")]).map(\.status) == [.suppressed])
        #expect(try await reader.served(other) == nil)
        nodes.following.cancel()
    }

    @Test("A rehearsal shows no later version than the reads after it")
    func rehearsed() async throws {
        let nodes = try await Nodes()
        let (writer, reader) = (nodes.writer.service, nodes.reader.service)
        let other = ProfileReference.identifier(Identifier("email:b@example.com"))
        try await nodes.writer.file(.order("o1", of: "email:a@example.com"), .order("o2", of: "email:b@example.com"))
        try await nodes.tell(2)
        let one = try #require(try await reader.served(mail)?.id)
        let two = try #require(try await reader.served(other)?.id)
        _ = try await writer.ingest([.order("o3", of: "email:a@example.com")])
        #expect(try await reader.served(.id(one))?.version == 1)
        let rehearsal = try await reader.rehearseMerge(one, with: two, by: "lee", reason: "same")
        #expect(rehearsal.changes.first { $0.profile == one }?.before?.version == 2)
        #expect(try await reader.served(.id(one))?.version == 2)
        nodes.following.cancel()
    }

    @Test("When the clock is set back, what was known then is not taken for known now")
    func clock() async throws {
        let nodes = try await Nodes()
        try await nodes.writer.file(.order("o1", of: "email:a@example.com"))
        try await nodes.tell(1)
        _ = try await nodes.isRemembered(mail)
        nodes.reader.clock.advance(bySeconds: -3600)
        #expect(try await !nodes.isRemembered(mail))
        nodes.following.cancel()
    }

    @Test("When the store is set back, nothing of what was later is remembered")
    func setBack() async throws {
        let nodes = try await Nodes()
        try await nodes.writer.file(.order("o1", of: "email:a@example.com"), .order("o2", of: "email:b@example.com"))
        try await nodes.tell(2)
        _ = try await nodes.isRemembered(mail)
        #expect(try await nodes.isRemembered(mail))
        try nodes.store.setBack()
        // A number that is told late is no sign of it.
        nodes.store.tell(.upTo(FeedPosition([1])))
        while try await nodes.reader.service.served(mail) != nil { try await nodes.sign(0) }
        nodes.following.cancel()
    }
}
