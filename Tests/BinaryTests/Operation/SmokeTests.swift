import Testing

@Suite("The service starts, answers and stops")
struct SmokeTests {
    @Test("A record goes in and its profile comes out")
    func roundTrip() async throws {
        let server = try await Server()
        let put = try await server.send("PUT", "/v1/sources/erp/orders/1", Records.orderBody(of: "4711"))
        #expect(put.status == 200)
        let profile = try await server.send("GET", "/v1/profiles/crm:4711")
        #expect(profile.status == 200)
        #expect(try profile.json["purchases"]?["orders"]?.integer == 1)
        #expect(try await server.stop() == 0)
    }
}
