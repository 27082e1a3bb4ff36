import SQLiteStore
import ProfileStore
import HTTPTypes
import ProfileHTTP
import ProfileWire
import SQLStore
import Testing

@Suite("Records go in as a stream")
struct IngestTests {
    private static func customer(_ id: Int, name: String = "Jane") -> String {
        #"{"kind":"customer","source":"crm","id":"\#(id)","given_name":"\#(name)","updated_at":"2026-01-01T00:00:00Z"}"#
    }

    private func ingest(
        _ call: TestCaller, _ bytes: [UInt8], _ headers: HTTPFields = [.contentType: "application/x-ndjson"]
    ) async throws -> TestCaller.Answer {
        try await call.send(.post, "/v1/ingest", token: call.keys[.ingestWrite]?.text, body: bytes, headers)
    }

    @Test("Each line has its verdict, and a bad one rejects only itself")
    func verdicts() async throws {
        try await TestServer(limits: LimitsForTests.small).call { call async throws in
            var lines = (1...10).map { Self.customer($0) }
            lines.insert("{", at: 3)
            lines.insert("", at: 5)
            lines.insert(#"{"kind":"order","source":"erp","id":"1"}"#, at: 7)
            let answer = try await ingest(call, Array(lines.joined(separator: "\r\n").utf8))
            #expect(answer.status == 200)
            let json = try answer.json
            #expect(json["accepted"]?.integer == 10)
            #expect(json["rejected"]?.integer == 2)
            #expect(json["errors"]?[0]?["line"]?.integer == 4)
            #expect(json["errors"]?[1]?["line"]?.integer == 8)
            for id in 1...10 {
                #expect(try await call.status(.get, "/v1/profiles/crm:\(id)") == 200)
            }
        }
    }

    @Test("Sending everything again changes nothing")
    func replay() async throws {
        try await TestServer(limits: LimitsForTests.small).call { call async throws in
            let bytes = Array((1...7).map { Self.customer($0) }.joined(separator: "\n").utf8)
            _ = try await ingest(call, bytes)
            let again = try await ingest(call, bytes).json
            #expect(again["unchanged"]?.integer == 7)
            #expect(again["accepted"]?.integer == 0)
        }
    }

    @Test("The list of errors is bounded, their count is not")
    func bounded() async throws {
        try await TestServer(limits: LimitsForTests.small).call { call async throws in
            let bytes = Array(repeatElement("[\n", count: 50).joined().utf8)
            let json = try await ingest(call, bytes).json
            #expect(json["rejected"]?.integer == 50)
            #expect(json["errors"]?.count == 5)
            #expect(json["errors_truncated"] == .bool(true))
        }
    }

    @Test("A line over the limit rejects only itself")
    func longLine() async throws {
        try await TestServer(limits: LimitsForTests.small).call { call async throws in
            let lines = [
                Self.customer(1), Self.customer(2, name: String(repeating: "a", count: 100_000)), Self.customer(3),
            ]
            let json = try await ingest(call, Array(lines.joined(separator: "\n").utf8)).json
            #expect(json["accepted"]?.integer == 2)
            #expect(json["errors"]?[0]?["code"] == .string("line_too_long"))
            #expect(json["errors"]?[0]?["line"]?.integer == 2)
        }
    }

    @Test("A byte order mark is taken at the start of a stream or a body, and named on a later line")
    func byteOrderMarks() async throws {
        try await TestServer().call { call async throws in
            let lines = (1...3).map { "\u{FEFF}" + Self.customer($0) }.joined(separator: "\n")
            let json = try await ingest(call, Array(lines.utf8)).json
            #expect(json["accepted"]?.integer == 1 && json["rejected"]?.integer == 2)
            #expect(json["errors"]?[0]?["line"]?.integer == 2)
            #expect(json["errors"]?[0]?["detail"]?.string?.contains("byte order mark") == true)
            #expect(try await call.status(.put, "/v1/sources/crm/customers/4", body: "\u{FEFF}{}") == 200)
            let names = "\u{FEFF}" + #"{"identifiers":["crm:4"]}"#
            #expect(try await call.status(.post, "/v1/profiles/lookup", body: names) == 200)
        }
    }

    @Test("An empty stream is a stream of nothing")
    func empty() async throws {
        try await TestServer().call { call async throws in
            let json = try await ingest(call, []).json
            #expect(json["accepted"]?.integer == 0)
        }
    }

    @Test("gzip is unpacked, member after member")
    func gzip() async throws {
        try await TestServer().call { call async throws in
            let first = try GzipProgram.pack(Array((Self.customer(1) + "\n").utf8))
            let second = try GzipProgram.pack(Array(Self.customer(2).utf8))
            let answer = try await ingest(call, first + second, [.contentEncoding: "gzip"])
            #expect(try answer.json["accepted"]?.integer == 2)
        }
    }

    @Test("The answer tells records by kind, and what became of the profiles")
    func tally() async throws {
        try await TestServer(limits: LimitsForTests.small).call { call async throws in
            var lines = (1...4).map { Self.customer($0) }
            lines.append(
                #"{"kind":"order","source":"erp","id":"1","customer":{"crm":"1"},"placed_at":"2026-01-01T00:00:00Z","#)
            lines[4] += #""currency":"EUR","status":"paid","total":"5.00"}"#
            lines.append(
                #"{"kind":"order","source":"erp","id":"2","customer":{"erp":"9"},"placed_at":"2026-01-01T00:00:00Z","#)
            lines[5] += #""currency":"EUR","status":"paid","total":"5.00"}"#
            let link = #"{"kind":"customer","source":"shop","id":"s","identifiers":{"crm":"3","erp":"9"}}"#
            let json = try await ingest(call, Array((lines + [link]).joined(separator: "\n").utf8)).json
            #expect(json["records"]?["customers"]?["accepted"]?.integer == 5)
            #expect(json["records"]?["orders"]?["accepted"]?.integer == 2)
            #expect(json["records"]?["activities"]?["accepted"]?.integer == 0)
            #expect(json["profiles"]?["created"]?.integer == 5)
            #expect(json["profiles"]?["merged"]?.integer == 1)
            #expect(json["conflicts"]?.integer == 0)
            let again = try await ingest(call, Array(lines.joined(separator: "\n").utf8)).json
            #expect(again["records"]?["orders"]?["unchanged"]?.integer == 2)
            #expect(again["profiles"]?["created"]?.integer == 0)
        }
    }

    @Test("A refused link is told with its line, however the lines fall into batches", arguments: [1, 2, 3, 1000])
    func refusedLinks(batchLines: Int) async throws {
        var limits = LimitsForTests.small
        limits.batchLines = batchLines
        try await TestServer(limits: limits).call { call async throws in
            let lines = [
                #"{"kind":"customer","source":"crm","id":"1","given_name":"Ada","emails":["a@example.com"]}"#, "",
                #"{"kind":"customer","source":"crm","id":"2","given_name":"Bob","emails":["a@example.com"]}"#,
                #"{"kind":"customer","source":"crm","id":"3","given_name":"Cy","nmae":"odd"}"#,
            ]
            let json = try await ingest(call, Array(lines.joined(separator: "\n").utf8)).json
            #expect(json["accepted"]?.integer == 3)
            #expect(json["conflicts"]?.integer == 1)
            #expect(json["warnings"]?.count == 2)
            #expect(json["warnings"]?[0]?["line"]?.integer == 3)
            #expect(json["warnings"]?[0]?["code"] == .string("link_refused"))
            #expect(json["warnings"]?[1]?["line"]?.integer == 4)
        }
    }

    @Test("A truncated or damaged gzip stream is told as such")
    func damaged() async throws {
        try await TestServer(limits: LimitsForTests.small).call { call async throws in
            let packed = try GzipProgram.pack(Array((1...200).map { Self.customer($0) }.joined(separator: "\n").utf8))
            let short = try await ingest(call, Array(packed.dropLast(10)), [.contentEncoding: "gzip"])
            #expect(short.status == 400)
            #expect(short.text.contains("truncated_gzip"))
            let committed = try #require(try short.json["committed"]?["accepted"]?.integer)
            #expect(committed > 0)
            let broken = try await ingest(call, Array("plain".utf8), [.contentEncoding: "gzip"])
            #expect(broken.text.contains("damaged_gzip"))
        }
    }

    @Test("A packed line that unpacks to a hundred megabytes is one long line")
    func bomb() async throws {
        var limits = HTTPLimits.standard
        limits.unpackedSize = 200_000_000
        try await TestServer(limits: limits).call { call async throws in
            let line = [UInt8](repeating: UInt8(ascii: "x"), count: 100_000_000)
            let packed = try GzipProgram.pack(line)
            let json = try await ingest(call, packed, [.contentEncoding: "gzip"]).json
            #expect(json["errors"]?[0]?["code"] == .string("line_too_long"))
        }
    }

    @Test("Other encodings and media types are refused")
    func encodings() async throws {
        try await TestServer().call { call async throws in
            let packed = try await ingest(call, [1], [.contentEncoding: "br"])
            #expect(packed.status == 415)
            let form = try await ingest(call, [1], [.contentType: "application/x-www-form-urlencoded"])
            #expect(form.status == 415)
        }
    }

    @Test("More streams than allowed are asked to come again")
    func slots() async throws {
        var limits = HTTPLimits.standard
        limits.ingestStreams = 0
        try await TestServer(limits: limits).call { call async throws in
            let answer = try await ingest(call, [])
            #expect(answer.status == 503)
            #expect(answer.headers[.retryAfter] == "5")
        }
    }

    @Test("A store that goes away is told, with what was committed before")
    func storeGone() async throws {
        let test = try await TestServer(limits: LimitsForTests.small)
        await test.store.close()
        try await test.call { call async throws in
            let answer = try await ingest(call, Array(Self.customer(1).utf8))
            #expect(answer.status == 503)
            #expect(answer.headers[.retryAfter] != nil)
            #expect(try answer.json["committed"]?["accepted"]?.integer == 0)
        }
    }

    @Test("A stream of hardly anything but bad lines is ended, and what was good in it stays")
    func badLines() async throws {
        try await TestServer(limits: LimitsForTests.small).call { call async throws in
            let good = #"{"kind":"customer","source":"crm","id":"1"}"#
            let bad = String(repeating: "x\n", count: 5000)
            let answer = try await call(.post, "/v1/ingest", body: good + "\n" + bad)
            #expect(answer.status == 400)
            let json = try answer.json
            #expect(json["errors"]?[0]?["code"] == .string("too_many_bad_lines"))
            #expect(json["committed"]?["accepted"]?.integer == 1)
            #expect(json["committed"]?["rejected"]?.integer == 102)
            #expect(answer.headers[.connection] == "close")
            let mixed = (0..<300).map { #"{"kind":"customer","source":"crm","id":"\#($0)"}"# + "\nx" }
            let taken = try await call(.post, "/v1/ingest", body: mixed.joined(separator: "\n"))
            #expect(try taken.json["rejected"]?.integer == 300)
        }
    }

    @Test("A little that unpacks to very much is not unpacked to its end", arguments: ["\n", "x\n"])
    func smallBomb(unit: String) async throws {
        var limits = HTTPLimits.standard
        limits.badLines = .max / 2
        limits.unpackedSize = 100_000
        try await TestServer(limits: limits).call { call async throws in
            let line = #"{"kind":"customer","source":"crm","id":"1"}"# + "\n"
            let packed = try GzipProgram.pack(Array((line + String(repeating: unit, count: 1_000_000)).utf8))
            let answer = try await call.send(
                .post, "/v1/ingest", token: call.keys[.admin]?.text, body: packed, [.contentEncoding: "gzip"])
            #expect(answer.status == 400)
            #expect(try answer.json["errors"]?[0]?["code"] == .string("too_much_unpacked"))
            #expect(try answer.json["committed"]?["accepted"]?.integer == 1)
        }
    }
}
