import Testing

@Suite("Memory", .timeLimit(.minutes(2)))
struct MemoryTests {
    @Test("What an import took is given back when it is over")
    func released() async throws {
        let server = try await Server()
        let lines = (0..<12_000).map { Records.order("\($0)", of: "customer-\($0 % 6_000)") }
        #expect(try await server.ingest(lines).status == 200)
        while server.memory > server.peakMemory - 15 { try await Task.sleep(for: .milliseconds(50)) }
        #expect(try await server.send("GET", "/v1/profiles/crm:customer-1").status == 200)
        #expect(try await server.stop() == 0)
    }
}
