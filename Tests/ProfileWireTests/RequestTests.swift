import ProfileCore
import Testing

@testable import ProfileWire

struct RequestTests {
    private let normalizer = IdentifierNormalizer.standard
    private let jane = ProfileReference.identifier(Identifier(type: "email", value: "jane@example.com"))

    private func problems(_ read: () throws -> Void) -> [String] {
        do {
            try read()
            return []
        } catch let rejection as WireRejection {
            return rejection.problems.map { "\($0.pointer) \($0.code)" }
        } catch {
            return ["\(error)"]
        }
    }

    @Test func readsOverrides() throws {
        let request = try OverrideRequest(
            json: Array(#"{"tier":"gold","reason":"board","until":"2027-01-01T00:00:00Z"}"#.utf8))
        #expect(request.tier == "gold" && request.reason == "board")
        #expect(request.until == Day(year: 2027, month: 1, day: 1)?.start)
        #expect(
            problems { _ = try OverrideRequest(json: Array(#"{"tier":"gold","untill":null}"#.utf8)) } == [
                "/reason missing", "/untill unknown_member",
            ])
        #expect(problems { _ = try OverrideRequest(json: Array("gold".utf8)) } == [" invalid_json"])
    }

    @Test("A cart without products is told so, and one that is missing is told to be")
    func readsCarts() throws {
        let read = { (json: String) in try SuggestionRequest(json: Array(json.utf8)) }
        #expect(try read(#"{"cart":["", "TENT-2"]}"#).cart == ["TENT-2"])
        for empty in [#"{"cart":[]}"#, #"{"cart":[" "]}"#] {
            #expect(problems { _ = try read(empty) } == ["/cart empty"])
        }
        for missing in ["{}", #"{"cart":null}"#] { #expect(problems { _ = try read(missing) } == ["/cart missing"]) }
        #expect(problems { _ = try read(#"{"cart":[7]}"#) } == ["/cart/0 wrong_type"])
    }

    @Test func readsLookups() throws {
        let body = #"{"identifiers":["email:Jane@example.com","junk","crm:null","prf_00000000000000000000000001"]}"#
        let request = try LookupRequest(json: Array(body.utf8))
        #expect(request.names.map { normalizer.reference($0) } == [jane, nil, nil, .id(ProfileID(high: 0, low: 1))])
        #expect(
            problems { _ = try LookupRequest(json: Array(#"{"identifiers":[]}"#.utf8)) } == [
                "/identifiers missing"
            ])
        #expect(
            problems { _ = try LookupRequest(json: Array(#"{"identifiers":["a:b",1]}"#.utf8)) }
                == ["/identifiers/1 wrong_type"])
        let many = Array(repeating: "\"a:b\"", count: 1_001).joined(separator: ",")
        #expect(
            problems { _ = try LookupRequest(json: Array(#"{"identifiers":[\#(many)]}"#.utf8)) }
                == ["/identifiers too_many"])
    }

    @Test func readsQueuesInBothForms() throws {
        let queue =
            #"[{"ref":"c1","identifier":"email:jane@example.com","waited_seconds":90},{"ref":2,"identifier":"?"}]"#
        let bare = try RankRequest(json: Array(queue.utf8))
        let wrapped = try RankRequest(json: Array(#"{"queue":\#(queue)}"#.utf8))
        #expect(bare == wrapped && bare.isRemembered)
        #expect(try !RankRequest(json: Array(#"{"remember":false,"queue":[{"ref":"a"}]}"#.utf8)).isRemembered)
        #expect(bare.entries.map(\.ref) == ["c1", "2"] && bare.entries.map(\.waitedSeconds) == [90, 0])
        #expect(bare.entries.map { $0.name.flatMap { normalizer.reference($0) } } == [jane, nil])
        #expect(try RankRequest(json: Array("[]".utf8)).entries.isEmpty)
        let bad = #"[{"identifier":"a:b","waited_seconds":-1,"waited":1}]"#
        #expect(
            problems { _ = try RankRequest(json: Array(bad.utf8)) } == [
                "/0/waited_seconds out_of_range", "/0/ref missing", "/0/waited unknown_member",
            ])
        #expect(problems { _ = try RankRequest(json: Array("{}".utf8)) } == ["/queue missing"])
    }

    @Test func readsMergesAndUnmerges() throws {
        let id = ProfileID(high: 3, low: 4)
        let merge = try MergeRequest(
            json: Array(#"{"with":"\#(id)","reason":"same person"}"#.utf8), normalizer: normalizer)
        #expect(merge.with == .id(id) && merge.reason == "same person" && !merge.isConfirmed)
        let confirmed = try MergeRequest(
            json: Array(#"{"with":"\#(id)","reason":"r","confirm":true}"#.utf8), normalizer: normalizer)
        #expect(confirmed.isConfirmed)
        let unmerge = try UnmergeRequest(json: Array(#"{"profile":"\#(id)","reason":"no"}"#.utf8))
        #expect(unmerge.profile == id)
        #expect(
            problems { _ = try UnmergeRequest(json: Array(#"{"profile":"email:x@y.z"}"#.utf8)) } == [
                "/profile bad_profile_id", "/reason missing",
            ])
    }

    @Test func readsKeyRequests() throws {
        let all = try APIKeyRequest(
            json: Array(#"{"name":"router","scopes":["vip:read","vip:read"],"sources":null}"#.utf8))
        #expect(all.scopes == ["vip:read"] && all.sources == nil)
        let some = try APIKeyRequest(json: Array(#"{"name":"erp","scopes":["ingest:write"],"sources":["erp"]}"#.utf8))
        #expect(some.sources == ["erp"])
        #expect(
            problems { _ = try APIKeyRequest(json: Array(#"{"name":"","scopes":[],"sources":["Email"]}"#.utf8)) } == [
                "/sources bad_source", "/name missing", "/scopes missing",
            ])
    }
}
