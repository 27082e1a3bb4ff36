import Testing

@Suite("A database server that may lose what it acknowledged", .enabled(if: Cluster.isPossible, Cluster.advice))
struct UnsafeServerTests {
    @Test("It is refused unless the settings allow it", .timeLimit(.minutes(2)))
    func refused() async throws {
        try await Cluster.run { cluster in
            try await cluster.stop()
            try await cluster.start("-c fsync=off -c full_page_writes=off")
            let folder = try Folder()
            let database = ["CLIENTELE_DATABASE": cluster.url]
            let refused = try await Command.run("serve", "--port", "0", in: folder, environment: database)
            #expect(refused.status == 1)
            #expect(refused.errors.contains("fsync=off and full_page_writes=off"))
            #expect(refused.errors.contains("allow_unsafe_database: true (CLIENTELE_ALLOW_UNSAFE_DATABASE)"))
            let allowed = try await Server(
                environment: database.merging(["CLIENTELE_ALLOW_UNSAFE_DATABASE": "true"]) { $1 })
            #expect(try await allowed.send("GET", "/readyz").status == 200)
            #expect(try await allowed.stop() == 0)
        }
    }
}
