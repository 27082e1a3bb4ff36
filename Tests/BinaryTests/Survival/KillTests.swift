import GRDB
import Testing

/// 50 times the service is killed while it writes: in lanes side by side, each with a store that lives through all of
/// its rounds.
@Suite("What was acknowledged survives kill -9")
struct KillTests {
    private static let lanes = 5
    private static let rounds = 10

    private struct Journal {
        let customer: String
        let units: [Unit]
    }

    @Test("Every acknowledged record is there", arguments: 0..<lanes)
    func kill(lane: Int) async throws {
        let folder = try Folder()
        var server = try await Server(in: folder)
        for round in 0..<Self.rounds {
            let journals = try await interruptedWriting(to: server, name: "lane\(lane)-\(round)")
            server = try await Server(in: folder)
            for journal in journals { try await check(journal, on: server) }
        }
        #expect(try await server.stop() == 0)
        try checkFile(folder.file("clientele.db"))
        try await checkRebuild(customer: "lane\(lane)-0-1", in: folder)
    }

    @Test("A large profile that is taken apart is one or two afterwards", arguments: [0, 200, 1600])
    func killUnmerge(milliseconds: Int) async throws {
        let folder = try Folder()
        var server = try await Server(in: folder)
        for name in ["a", "b"] {
            let answer = try await server.ingest((0..<1_200).map { Records.order("\(name)\($0)", of: name) })
            #expect(answer.status == 200)
        }
        #expect(
            try await server.send("POST", "/v1/profiles/crm:a/merge", #"{"with":"crm:b","reason":"x"}"#).status == 200)
        let identity = try await server.send("GET", "/v1/profiles/crm:a/identity").json
        let absorbed = try #require(identity["merges"]?[0]?["absorbed"]?.text)
        let unmerge = #"{"profile":"\#(absorbed)","reason":"x"}"#
        let unmerging = Task { [server] () async -> Int? in
            try? await server.send("POST", "/v1/profiles/crm:a/unmerge", unmerge).status
        }
        try await Task.sleep(for: .milliseconds(milliseconds))
        try await server.kill()
        let status = await unmerging.value
        server = try await Server(in: folder)
        if try await orders(of: "a", on: server) == 2_400 {
            #expect(status == nil)
            #expect(try await orders(of: "b", on: server) == 2_400)
            #expect(try await server.send("POST", "/v1/profiles/crm:a/unmerge", unmerge).status == 200)
        }
        for name in ["a", "b"] { #expect(try await orders(of: name, on: server) == 1_200) }
        #expect(try await server.stop() == 0)
        try checkFile(folder.file("clientele.db"))
    }

    private func orders(of customer: String, on server: Server) async throws -> Int? {
        try await server.send("GET", "/v1/profiles/crm:\(customer)?fields=purchases").json["purchases"]?["orders"]?
            .integer
    }

    private func interruptedWriting(to server: Server, name: String) async throws -> [Journal] {
        try await withThrowingTaskGroup(of: Journal.self) { group in
            for (number, habit) in [Writer.Habit.puts, .batches, .batches].enumerated() {
                let customer = "\(name)-\(number)"
                group.addTask {
                    Journal(customer: customer, units: await Writer(customer: customer, habit: habit).write(to: server))
                }
            }
            try await Task.sleep(for: .milliseconds(Int.random(in: 10...400)))
            try await server.kill()
            return try await group.reduce(into: []) { $0.append($1) }
        }
    }

    /// Sends everything again: what was committed is unchanged, what was not goes in now.
    private func check(_ journal: Journal, on server: Server) async throws {
        for (place, unit) in journal.units.enumerated() {
            let fresh = try #require(try await unit.send(to: server), "unit \(place) of \(journal.customer)")
            guard unit.isAcknowledged else { continue }
            #expect(fresh == 0, "\(fresh) acknowledged records of \(journal.customer) were lost")
        }
        let expected = journal.units.reduce(0) { $0 + $1.count }
        guard expected > 0 else { return }
        let profile = try await server.send("GET", "/v1/profiles/crm:\(journal.customer)?fields=purchases")
        #expect(
            try profile.json["purchases"]?["orders"]?.integer == expected, "\(journal.customer): \(profile.status)")
    }

    private func checkFile(_ path: String) throws {
        let database = try DatabaseQueue(path: path)
        let verdict = try database.read { try String.fetchAll($0, sql: "PRAGMA integrity_check") }
        #expect(verdict == ["ok"])
        try database.close()
    }

    /// Profiles kept up in steps, through all interruptions, are those that the facts alone give.
    private func checkRebuild(customer: String, in folder: Folder) async throws {
        let before = try await Command.run("profile", "crm:\(customer)", in: folder)
        #expect(try await Command.run("rebuild", in: folder).status == 0)
        let after = try await Command.run("profile", "crm:\(customer)", in: folder)
        #expect(before.status == 0)
        #expect(try JSON(before.output.utf8)["purchases"] == JSON(after.output.utf8)["purchases"])
    }
}
