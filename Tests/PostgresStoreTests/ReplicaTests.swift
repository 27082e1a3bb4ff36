import Foundation
import Glibc
@testable import PostgresStore
import ProfileCore
import ProfileStore
import SQLStore
import StoreContract
import Testing

/// One after the other, since a pause of the replica is for all databases.
@Suite(
    "Reads from a replica", .enabled(if: TestServer.replica != nil, TestServer.replicaAdvice), .serialized,
    .timeLimit(.minutes(2)))
struct ReplicaTests {
    private static let one = ProfileID(high: 1, low: 1)

    /// Runs `body` with a node that listens and may read at `readURL`, and another node, both on a new database.
    private func withNodes(
        reading readURL: (String) -> String,
        _ body: (_ node: PostgresStore, _ other: PostgresStore) async throws -> Void
    ) async throws {
        let server = try #require(TestServer.shared)
        try await server.withDatabase { url in
            let other = try await PostgresStore.open(url: url)
            let node = try await PostgresStore.open(url: url, readURL: readURL(url))
            let listening = Task { await node.listen { _ in } }
            try await ending({ try await body(node, other) }) {
                listening.cancel()
                await listening.value
                await node.close()
                await other.close()
            }
        }
    }

    private func withReplica(_ body: (_ node: PostgresStore, _ other: PostgresStore) async throws -> Void) async throws
    {
        let replica = try #require(TestServer.replica)
        try await ending({ try await withNodes(reading: replica.counterpart, body) }, by: { try await pause(false) })
    }

    private func pause(_ isPaused: Bool) async throws {
        let replica = try #require(TestServer.replica)
        try await replica.administer("SELECT pg_wal_replay_\(isPaused ? "pause" : "resume")()")
    }

    @discardableResult
    private func write(_ id: ProfileID = one, version: Int, to store: PostgresStore) async throws -> FeedPosition {
        let committed = try await store.commit(reading: ReadSet()) { _ in
            var decision = Decision(decidedAt: Timestamp(milliseconds: 1))
            decision.profiles[id] = ProfileState(
                id: id, version: version, changedAt: Timestamp(milliseconds: Int64(version)))
            return (decision, true)
        }
        return committed.changes.reduce(into: .start) { $0.advance(to: $1.number) }
    }

    private func version(_ id: ProfileID = one, in store: PostgresStore) async throws -> Int? {
        try await store.profiles([.id(id)]).values.first?.first?.version
    }

    private func counts(of store: PostgresStore) throws -> ReplicaCounts { try #require(store.replicaCounts) }

    /// Reads until the replica has answered once more than before.
    private func untilReplicaAnswers(_ store: PostgresStore, with expected: Int? = nil) async throws {
        let before = try counts(of: store).reads
        while try counts(of: store).reads == before {
            let found = try await version(in: store)
            #expect(found == expected)
            try await Task.sleep(for: .milliseconds(2))
        }
    }

    @Test("A replica that has caught up answers, with what was written just before")
    func caughtUp() async throws {
        try await withReplica { node, _ in
            for version in 1...5 {
                try await write(version: version, to: node)
                #expect(try await self.version(in: node) == version)
                try await untilReplicaAnswers(node, with: version)
            }
            let asked = { (counts: ReplicaCounts) in
                counts.reads + counts.behind + counts.failures + counts.skips
            }
            let before = asked(try counts(of: node))
            _ = try await node.timeline(of: .id(Self.one), after: nil, limit: 10)
            _ = try await node.facts(of: Self.one, after: nil, limit: 10)
            _ = try await node.identity(of: .id(Self.one), factsAfter: nil, limit: 10)
            #expect(asked(try counts(of: node)) == before + 3)
        }
    }

    @Test("While the replica stands still, whatever this node acknowledged shows, and the replica is asked again later")
    func standsStill() async throws {
        try await withReplica { node, _ in
            try await write(version: 1, to: node)
            try await untilReplicaAnswers(node, with: 1)
            try await pause(true)
            let before = try counts(of: node)
            for version in 2...40 {
                try await write(version: version, to: node)
                #expect(try await self.version(in: node) == version)
            }
            while try counts(of: node).behind == before.behind { #expect(try await self.version(in: node) == 40) }
            #expect(try counts(of: node).reads == before.reads)
            try await pause(false)
            try await untilReplicaAnswers(node, with: 40)
        }
    }

    @Test("What another node committed shows once this one has heard of it, and what is erased is gone")
    func otherNodes() async throws {
        try await withReplica { node, other in
            try await write(version: 1, to: other)
            while try await version(in: node) != 1 { try await Task.sleep(for: .milliseconds(2)) }
            try await untilReplicaAnswers(node, with: 1)
            try await pause(true)
            let position = try await write(version: 2, to: other)
            while !node.horizon.position.covers(position) { try await Task.sleep(for: .milliseconds(2)) }
            #expect(try await version(in: node) == 2)
            let state = try #require(try await node.profiles([.id(Self.one)]).values.first?.first)
            _ = try await node.erase(.id(state.id), History.warrant(at: state.changedAt), hash: History.tombstone(of:))
            #expect(try await version(in: node) == nil)
        }
    }

    @Test(
        "However often the replica stops and goes on, no reader sees less than was acknowledged",
        .timeLimit(.minutes(1)))
    func stopAndGo() async throws {
        try await withReplica { node, other in
            try await withThrowingTaskGroup(of: Void.self) { group in
                for lane in 1...6 as ClosedRange<UInt64> {
                    group.addTask {
                        let id = ProfileID(high: lane, low: 9)
                        for version in 1...120 {
                            try await write(id, version: version, to: node)
                            let found = try await self.version(id, in: node)
                            #expect(found == version)
                            if version % 10 == 0 { try await Task.sleep(for: .milliseconds(15)) }
                        }
                    }
                }
                group.addTask {
                    for turn in 0..<10 {
                        try await pause(turn % 2 == 0)
                        try await Task.sleep(for: .milliseconds(30))
                    }
                }
                try await group.waitForAll()
            }
            #expect(try counts(of: node).reads < 6 * 120)
            // It goes on at last, and answers again.
            try await untilReplicaAnswers(node)
        }
    }

    @Test("A replica whose connections are cut costs no reader an error")
    func cut() async throws {
        let replica = try #require(TestServer.replica)
        try await withReplica { node, _ in
            try await write(version: 1, to: node)
            for _ in 0..<3 {
                try await untilReplicaAnswers(node, with: 1)
                try await replica.administer(
                    """
                    SELECT pg_terminate_backend(pid) FROM pg_stat_activity
                    WHERE application_name = 'clientele' AND pid <> pg_backend_pid()
                    """)
            }
            try await untilReplicaAnswers(node, with: 1)
        }
    }

    @Test("A replica that is not there, or accepts and never answers, keeps nobody from reading")
    func nobodyThere() async throws {
        let silent = try SilentServer()
        for port in [1, silent.port] {
            try await withNodes(reading: { _ in "postgres://nobody@127.0.0.1:\(port)/x?connect_timeout=2" }) {
                node, _ in
                for version in 1...50 {
                    try await write(version: version, to: node)
                    #expect(try await self.version(in: node) == version)
                }
                #expect(try counts(of: node).reads == 0)
                #expect(try counts(of: node).skips == 50)
            }
        }
    }

    @Test("Until the primary was heard, and again when it is not heard any more, nothing is read from a replica")
    func unheard() async throws {
        let (server, replica) = (try #require(TestServer.shared), try #require(TestServer.replica))
        try await server.withDatabase { url in
            let node = try await PostgresStore.open(url: url, readURL: replica.counterpart(of: url))
            try await write(version: 1, to: node)
            for _ in 0..<20 { #expect(try await version(in: node) == 1) }
            #expect(try counts(of: node) == ReplicaCounts(skips: 20))
            let listening = Task { await node.listen { _ in } }
            try await untilReplicaAnswers(node, with: 1)
            listening.cancel()
            await listening.value
            while node.horizon.needed(at: .now, within: .milliseconds(700)) != nil {
                try await Task.sleep(for: .milliseconds(20))
            }
            let before = try counts(of: node).reads
            for _ in 0..<20 { #expect(try await version(in: node) == 1) }
            #expect(try counts(of: node).reads == before)
            await node.close()
        }
    }

    @Test("Another database is no replica: it is refused at the start, and never believed")
    func stranger() async throws {
        let server = try #require(TestServer.shared)
        try await server.withStore { stranger in
            try await server.withDatabase { url in
                for version in 1...50 { try await write(version: version, to: stranger) }
                await #expect(throws: PostgresOpenError.notAReplica) {
                    try await PostgresStore.open(url: url, readURL: stranger.address.url)
                }
                await (try PostgresStore.open(url: url)).close()
                let node = PostgresStore(
                    address: ServerAddress(url: url), limits: PoolLimits(), replica: stranger.address)
                let listening = Task { await node.listen { _ in } }
                try await write(version: 1, to: node)
                while try counts(of: node).failures == 0 {
                    #expect(try await version(in: node) == 1)
                    try await Task.sleep(for: .milliseconds(2))
                }
                #expect(try counts(of: node).reads == 0)
                listening.cancel()
                await listening.value
                await node.close()
            }
        }
    }
}

/// Takes connections and says nothing, as a server that hangs.
private final class SilentServer: Sendable {
    let port: Int
    private let descriptor: Int32

    init() throws {
        descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_addr.s_addr = inet_addr("127.0.0.1")
        var length = socklen_t(MemoryLayout<sockaddr_in>.size)
        let isBound = withUnsafeMutablePointer(to: &address) { [descriptor] address in
            address.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                bind(descriptor, $0, length) == 0 && listen(descriptor, 100) == 0
                    && getsockname(descriptor, $0, &length) == 0
            }
        }
        try #require(isBound)
        port = Int(in_port_t(bigEndian: address.sin_port))
    }

    deinit {
        close(descriptor)
    }
}
