import HTTPTypes
import HummingbirdTesting
import ProfileCore
import ProfileHTTP
import ProfileService
import ProfileStore
import ProfileWire
import Testing

@Suite("Erasures over HTTP")
struct ErasureTests {
    private static let jane = #"{"given_name":"Jane","emails":["jane@example.com"]}"#

    @Test("A dry run tells what would go and changes nothing; the certificate tells what went")
    func erase() async throws {
        try await TestServer().call { call async throws in
            _ = try await call(.put, "/v1/sources/crm/customers/1", body: Self.jane)
            let foreseen = try await call(.delete, "/v1/profiles/crm:1?dry_run=true", as: .steward)
            #expect(try foreseen.status == 200 && foreseen.json["removed"]?["customers"]?.integer == 1)
            #expect(try await call.status(.get, "/v1/profiles/crm:1") == 200)
            let erased = try await call(.delete, "/v1/profiles/crm:1", as: .steward)
            #expect(try erased.status == 200 && erased.json["removed"] == foreseen.json["removed"])
            #expect(try erased.json["by"] == .string("steward") && erased.json["hash"]?.string?.count == 64)
            #expect(!erased.text.contains("jane"))
            #expect(try await call.status(.get, "/v1/profiles/crm:1") == 404)
            #expect(try await call.status(.delete, "/v1/profiles/crm:1", as: .steward) == 404)
            #expect(try await call.status(.delete, "/v1/profiles/crm:1?dry_run=true", as: .steward) == 404)
            let id = try #require(try erased.json["id"]?.string)
            let shown = try await call(.get, "/v1/erasures/\(id)", as: .steward)
            #expect(try shown.json == erased.json)
            #expect(try await call(.get, "/v1/erasures", as: .steward).json["items"]?[0] == erased.json)
            #expect(try await call.status(.get, "/v1/erasures/ers_none", as: .steward) == 404)
            #expect(try await call.status(.get, "/v1/erasures?cursor=ers_none", as: .steward) == 400)
        }
    }

    @Test("An export is cut off when profiles are joined while it is sent, and else whole", arguments: [true, false])
    func tornExport(isTorn: Bool) async throws {
        let server = try await TestServer()
        let interactions = (0..<2_000).map { number in
            var interaction = InteractionRecord(occurredAt: TestServer.moment, channel: "chat")
            // More in all than the buffers between the two hold.
            interaction.summary = String(repeating: "x", count: 8_000)
            return SourceRecord(
                key: FactKey(kind: .interaction, source: "desk", id: "\(number)"), updatedAt: TestServer.moment,
                isTimedByArrival: false, identifiers: [Identifier(type: "crm", value: "1")],
                body: .interaction(interaction))
        }
        _ = try await server.service.ingest(interactions)
        let other = SourceRecord.Body.customer(CustomerRecord())
        let names = [Identifier(type: "erp", value: "1"), Identifier(type: "email", value: "x@example.com")]
        _ = try await server.service.ingest([
            SourceRecord(
                key: FactKey(kind: .customer, source: "erp", id: "1"), updatedAt: TestServer.moment,
                isTimedByArrival: false, identifiers: names, body: other)
        ])
        try await server.callLive { call async throws in
            let connection = try RawConnection(port: try #require(call.client.port))
            let key = try #require(call.keys[.admin]).text
            await connection.send(
                "GET /v1/profiles/crm:1/export HTTP/1.1\r\nHost: x\r\nConnection: close\r\n"
                    + "Authorization: Bearer \(key)\r\n\r\n")
            _ = try #require(await connection.receive(until: "\"records\":["))
            let change = isTorn ? #"{"emails":["x@example.com"]}"# : "{}"
            #expect(try await call.status(.put, "/v1/sources/crm/customers/1", body: change) == 200)
            let rest = try #require(await connection.receive())
            #expect(rest.hasSuffix("0\r\n\r\n") != isTorn)
        }
    }

    @Test("An export holds what was refused to the person, not who holds it")
    func export() async throws {
        try await TestServer().call { call async throws in
            let one = #"{"emails":["family@example.com"]}"#
            for id in ["1", "2"] { _ = try await call(.put, "/v1/sources/crm/customers/\(id)", body: one) }
            let document = try await call(.get, "/v1/profiles/crm:2/export").json
            #expect(document["refused"]?.count == 1 && document["records"]?.count == 1)
            #expect(document["refused"]?[0]?["identifier"] == .string("email:family@example.com"))
            #expect(document["refused"]?[0]?["stated_by"]?["id"] == .string("2"))
            #expect(try await call(.get, "/v1/profiles/crm:1/export").json["refused"]?.count == 0)
        }
    }

    @Test("A suppressed record is told by its status, by the counts of a stream and by the metrics")
    func suppressed() async throws {
        try await TestServer().call { call async throws in
            _ = try await call(.put, "/v1/sources/crm/customers/1", body: Self.jane)
            _ = try await call(.delete, "/v1/profiles/crm:1")
            let put = try await call(.put, "/v1/sources/crm/customers/1", body: Self.jane)
            #expect(try put.json["status"] == .string("suppressed") && put.json["profile_id"] == .null)
            #expect(try put.json["version"]?.integer == 0)
            let line = #"{"kind":"customer","source":"web","id":"9","emails":["JANE+x@example.com"]}"#
            let both = line + "\n" + #"{"kind":"customer","source":"web","id":"8"}"#
            let stream = try await call(.post, "/v1/ingest", body: both)
            #expect(try stream.json["suppressed"]?.integer == 0 && stream.json["accepted"]?.integer == 2)
            #expect(try stream.json["warnings"]?[0]?["code"] == .string("buried_identifier"))
            let order =
                #"{"customer":{"email":"jane@example.com"},"placed_at":"2026-01-01T00:00:00Z","status":"paid","#
                + #""currency":"EUR","total":"1.00"}"#
            let sent = try await call(.put, "/v1/sources/erp/orders/1", body: order)
            #expect(try sent.json["status"] == .string("suppressed"), "\(sent.text)")
            #expect(try await call(.get, "/metrics").text.contains(#"verdict="suppressed""#))
        }
    }

    @Test("An erasure is found by an identifier and lifted once, with a reason")
    func lift() async throws {
        try await TestServer().call { call async throws in
            _ = try await call(.put, "/v1/sources/crm/customers/1", body: Self.jane)
            let id = try #require(try await call(.delete, "/v1/profiles/crm:1").json["id"]?.string)
            let found = try await call(
                .post, "/v1/erasures/lookup", as: .steward, body: #"{"identifiers":["email:jane@example.com"]}"#)
            #expect(try found.json["found"] == .bool(true) && found.json["items"]?[0]?["id"] == .string(id))
            let other = try await call(.post, "/v1/erasures/lookup", body: #"{"identifiers":["crm:2"]}"#)
            #expect(try other.json["found"] == .bool(false))
            let path = "/v1/erasures/\(id)/lift"
            #expect(try await call.status(.post, path, as: .steward, body: "{}") == 422)
            #expect(try await call.status(.post, path, as: .steward, body: #"{"reason":"back"}"#) == 200)
            #expect(try await call.status(.post, path, as: .steward, body: #"{"reason":"back"}"#) == 409)
            #expect(try await call.status(.post, "/v1/erasures/x/lift", body: #"{"reason":"back"}"#) == 404)
            let put = try await call(.put, "/v1/sources/crm/customers/1", body: Self.jane)
            #expect(try put.json["status"] == .string("accepted"))
        }
    }
}
