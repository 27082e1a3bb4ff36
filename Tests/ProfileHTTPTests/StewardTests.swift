import Foundation
import HTTPTypes
import ProfileStore
import ProfileWire
import Testing

@Suite("People decide by hand")
struct StewardTests {
    private func people(_ call: TestCaller) async throws -> [String] {
        var ids: [String] = []
        for number in 1...2 {
            let answer = try await call(
                .put, "/v1/sources/crm/customers/\(number)", body: #"{"given_name":"Jane"}"#)
            ids.append(try #require(try answer.json["profile_id"]?.string))
        }
        return ids
    }

    @Test("A merge keeps the older id, and an unmerge brings the other back")
    func mergeAndBack() async throws {
        try await TestServer().call { call async throws in
            let ids = try await people(call)
            let merged = try await call(
                .post, "/v1/profiles/crm:2/merge", as: .steward, body: #"{"with":"crm:1","reason":"same person"}"#)
            #expect(merged.status == 200)
            let survivor = try #require(try merged.json["profile_id"]?.string)
            #expect(ids.contains(survivor))
            let absorbed = try #require(ids.first { $0 != survivor })
            let alias = try await call(.get, "/v1/profiles/\(absorbed)").json["id"]
            #expect(alias == .string(survivor))
            let identity = try await call(.get, "/v1/profiles/crm:1/identity", as: .steward).json
            #expect(identity["merges"]?[0]?["reason"] == .string("same person"))
            #expect(identity["merges"]?[0]?["by"] == .string("steward"))
            #expect(identity["items"]?.count == 2)
            let again = try await call(.post, "/v1/profiles/crm:2/merge", body: #"{"with":"crm:1","reason":"x"}"#)
            #expect(again.status == 409)
            let parted = try await call(
                .post, "/v1/profiles/crm:1/unmerge", as: .steward, body: #"{"profile":"\#(absorbed)","reason":"twins"}"#
            )
            #expect(parted.status == 200)
            #expect(try parted.json["restored"] == .string(absorbed))
            let returned = try await call(.get, "/v1/profiles/\(absorbed)").json["id"]
            #expect(returned == .string(absorbed))
        }
    }

    @Test("A dry run says what would change, member by member, and changes nothing")
    func dryRun() async throws {
        try await TestServer().call { call async throws in
            let ids = try await people(call).sorted()
            _ = try await call(
                .put, "/v1/sources/crm/customers/2", body: #"{"given_name":"Joan","family_name":"Roe"}"#)
            let before = try await call(.get, "/v1/profiles/crm:1").bytes
            let other = try await call(.get, "/v1/profiles/crm:2").bytes
            let body = #"{"with":"crm:1","reason":"same person"}"#
            let dry = try await call(.post, "/v1/profiles/crm:2/merge?dry_run=true", as: .steward, body: body)
            #expect(dry.status == 200)
            let told = try dry.json
            #expect(told["dry_run"] == .bool(true) && told["profile_id"] == .string(ids[0]))
            #expect(told["needs_confirmation"] == .null && told["truncated"] == .bool(false))
            #expect(told["profiles"]?[0]?["change"] == .string("updated"))
            #expect(told["profiles"]?[1]?["change"] == .string("removed"))
            #expect(told["profiles"]?[1]?["after"] == .null)
            guard case .array(let changes)? = told["changes"] else {
                Issue.record("no changes are told")
                return
            }
            #expect(changes.contains { $0["pointer"] == .string("/aliases") })
            #expect(changes.allSatisfy { $0["profile_id"] == .string(ids[0]) && $0["before"] != $0["after"] })
            #expect(try await call(.get, "/v1/profiles/crm:1").bytes == before)
            #expect(try await call(.get, "/v1/profiles/crm:2").bytes == other)
            _ = try await call(.post, "/v1/profiles/crm:2/merge", as: .steward, body: body)
            let merged = try await call(.get, "/v1/profiles/crm:1").json
            #expect(told["profiles"]?[0]?["after"] == merged)
            let parting = try await call(
                .post, "/v1/profiles/crm:1/unmerge?dry_run=true", body: #"{"profile":"\#(ids[1])","reason":"x"}"#
            ).json
            #expect(parting["restored"] == .string(ids[1]))
            #expect(parting["profiles"]?[1]?["change"] == .string("created"))
            #expect(try await call(.get, "/v1/profiles/crm:1").json == merged)
            let unclear = try await call(.post, "/v1/profiles/crm:2/merge?dry_run=perhaps", body: body)
            #expect(unclear.status == 400)
        }
    }

    @Test("Two who were taken apart are merged again only when that is confirmed")
    func confirmation() async throws {
        try await TestServer().call { call async throws in
            let ids = try await people(call).sorted()
            let merge = { (more: String) in
                try await call(.post, "/v1/profiles/crm:2/merge", body: #"{"with":"crm:1","reason":"x"\#(more)}"#)
            }
            _ = try await merge("")
            _ = try await call(
                .post, "/v1/profiles/crm:1/unmerge", body: #"{"profile":"\#(ids[1])","reason":"twins"}"#)
            for unconfirmed in ["", #","confirm":false"#] {
                let refused = try await merge(unconfirmed)
                #expect(refused.status == 409)
                #expect(try refused.json["errors"]?[0]?["pointer"] == .string("/confirm"))
                #expect(try refused.json["errors"]?[0]?["code"] == .string("separated"))
            }
            #expect(try await merge(#","confirm":"yes""#).status == 422)
            let dry = try await call(
                .post, "/v1/profiles/crm:2/merge?dry_run=true", body: #"{"with":"crm:1","reason":"x"}"#)
            #expect(try dry.json["needs_confirmation"] == .string("separated"))
            #expect(try await merge(#","confirm":true"#).status == 200)
        }
    }

    @Test("A merge with nobody, and an unmerge of somebody never merged, are refused")
    func refusals() async throws {
        try await TestServer().call { call async throws in
            let ids = try await people(call)
            let nobody = try await call(.post, "/v1/profiles/crm:1/merge", body: #"{"with":"crm:9","reason":"x"}"#)
            #expect(nobody.status == 404)
            let stranger = try await call(
                .post, "/v1/profiles/\(ids[0])/unmerge", body: #"{"profile":"\#(ids[1])","reason":"x"}"#)
            #expect(stranger.status == 409)
            let absent = try await call(.post, "/v1/profiles/crm:9/merge", body: #"{"with":"crm:1","reason":"x"}"#)
            #expect(absent.status == 404)
            let silent = try await call(.post, "/v1/profiles/crm:1/merge", body: #"{"with":"crm:2"}"#)
            #expect(silent.status == 422)
        }
    }

    @Test("A tier set by hand beats the policy until it is removed")
    func override() async throws {
        try await TestServer().call { call async throws in
            _ = try await people(call)
            let path = "/v1/profiles/crm:1/vip"
            let set = try await call(.put, path, as: .steward, body: #"{"tier":"gold","reason":"partner"}"#)
            #expect(set.status == 200)
            let vip = try await call(.get, "/v1/vip/crm:1", as: .vipRead).json
            #expect(vip["vip"] == .bool(true))
            #expect(vip["tier"] == .string("gold"))
            let profile = try await call(.get, "/v1/profiles/crm:1").json
            #expect(profile["vip"]?["override"]?["set_by"] == .string("steward"))
            #expect(try await call.status(.delete, path, as: .steward) == 204)
            let afterwards = try await call(.get, "/v1/vip/crm:1").json["vip"]
            #expect(afterwards == .bool(false))
            let unknown = try await call(.put, path, body: #"{"tier":"unobtainium","reason":"x"}"#)
            #expect(unknown.status == 422)
            let past = try await call(.put, path, body: #"{"tier":"gold","reason":"x","until":"2020-01-01T00:00:00Z"}"#)
            #expect(past.status == 422)
            #expect(try past.json["errors"]?[0]?["pointer"] == .string("/until"))
            #expect(try past.json["errors"]?[0]?["code"] == .string("out_of_range"))
        }
    }

    @Test("A refused link is listed with its reason")
    func conflicts() async throws {
        try await TestServer().call { call async throws in
            for number in 1...2 {
                _ = try await call(
                    .put, "/v1/sources/crm/customers/\(number)", body: #"{"emails":["shared@example.com"]}"#)
            }
            let page = try await call(.get, "/v1/conflicts", as: .steward).json
            #expect(page["items"]?.count == 1)
            #expect(page["items"]?[0]?["identifier"] == .string("email:shared@example.com"))
            #expect(page["items"]?[0]?["resolved_at"] == .null)
            #expect(page["next"] == .null)
        }
    }

    @Test("Conflicts come page by page, each once, and no cursor tells of an identifier")
    func conflictPages() async throws {
        try await TestServer().call { call async throws in
            let mails = (1...3).map { "shared-\($0)@example.com" }
            let list = mails.map { "\"\($0)\"" }.joined(separator: ",")
            for number in 1...4 {
                _ = try await call(.put, "/v1/sources/crm/customers/\(number)", body: #"{"emails":[\#(list)]}"#)
            }
            let all = try await call(.get, "/v1/conflicts").json["items"]
            #expect(all?.count == 9)
            for size in [1, 2, 4, 5] {
                var found: [JSONValue] = []
                var path = "/v1/conflicts?limit=\(size)"
                while true {
                    let page = try await call(.get, path).json
                    if case .array(let items)? = page["items"] { found += items }
                    guard let next = page["next"]?.string else { break }
                    let padding = String(repeating: "=", count: (4 - next.utf8.count % 4) % 4)
                    let base64 = next.replacing("-", with: "+").replacing("_", with: "/") + padding
                    let told = String(decoding: try #require(Data(base64Encoded: base64)), as: UTF8.self)
                    #expect(told.contains("crm") && !told.contains("@") && !told.contains("email"))
                    path = "/v1/conflicts?limit=\(size)&cursor=\(next)"
                }
                #expect(all == .array(found))
            }
            #expect(try await call.status(.get, "/v1/conflicts?cursor=MB8xHzk5OTk5OTk5HzEfMR8xHzE") == 400)
        }
    }
}
