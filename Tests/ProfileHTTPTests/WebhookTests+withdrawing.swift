import Foundation
import HTTPTypes
import ProfileCore
import ProfileHTTP
import ProfileService
import ProfileWire
import Testing

extension WebhookTests {
    @Test("A deletion that is replayed takes back nothing that was stated after it")
    func deletedLate() async throws {
        let clock = SettableClock(TestServer.moment)
        try await Self.server(now: { clock.now }).call { call async throws in
            let timeless = Self.order().replacing(#""updated_at":"2026-11-22T09:00:00Z","#, with: "")
            _ = try await call(.put, Self.path, body: Self.endpoint(#""mappings":{"orders/paid":"orders"}"#))
            _ = try await Self.send(timeless, call, id: "d1")
            #expect(try await Self.send(#"{"id":1}"#, call, topic: "orders/delete", id: "d2").status == 202)
            clock.advance(bySeconds: 60)
            _ = try await Self.send(timeless, call, id: "d3")
            let members = #""mappings":{"orders/paid":"orders","orders/delete":"withdraw:order"}"#
            _ = try await call(.put, Self.path, body: Self.endpoint(members))
            #expect(try await call(.post, Self.path + "/replay").json["taken"]?.integer == 1)
            #expect(try await call(.get, "/v1/profiles/boutique:7").json["purchases"]?["orders"]?.integer == 1)
        }
    }

    @Test("What tells of the end of a record takes the record back")
    func withdrawn() async throws {
        try await Self.server().call { call async throws in
            let members = #""mappings":{"orders/paid":"orders","orders/delete":"withdraw:order"}"#
            _ = try await call(.put, Self.path, body: Self.endpoint(members))
            _ = try await Self.send(Self.order(1), call, id: "d1")
            _ = try await Self.send(Self.order(2), call, id: "d2")
            let gone = try await Self.send(#"{"id":1}"#, call, topic: "orders/delete", id: "d3")
            #expect(try gone.json["status"]?.string == "taken")
            let recent = try await call(.get, "/v1/profiles/boutique:7").json["purchases"]?["recent"]
            #expect(recent?[0]?["id"]?.string == "2" && recent?[1] == nil)
            #expect(try await Self.send("{}", call, topic: "orders/delete", id: "d4").status == 202)
            #expect(try await Self.failed(call).count == 1)
        }
    }

    @Test(
        "An id that no mapping takes is no id of what ends either, with the same reason",
        arguments: [
            (#"8.0"#, "bad_number"), ("1e3", "bad_number"), (#""8.0""#, "bad_number"),
            (#""4.57E+12""#, "shortened_number"), ("null", "missing"),
        ])
    func misnamed(id: String, code: String) async throws {
        try await Self.server().call { call async throws in
            _ = try await call(.put, Self.path, body: Self.endpoint(#""mappings":{"orders/delete":"withdraw:order"}"#))
            let answer = try await Self.send(#"{"id":\#(id)}"#, call, topic: "orders/delete", id: "d1")
            #expect(try answer.status == 202 && answer.json["errors"]?[0]?["code"]?.string == code)
        }
    }
}
