import Foundation
import Testing

/// What is right by itself and refused beside what is stored.
@Suite("A record that is refused beside what is stored lies with the rejects, and can be run again")
struct RefusedRecordTests {
    private static let order = """
        {"kind":"order","source":"shop","id":"7","customer":{"email":"a@example.com"},\
        "placed_at":"2026-01-02T10:00:00Z","status":"open","total":"10.00","currency":"EUR"}
        """

    /// The second line is part of nothing, the third mixes currencies.
    private static let lines = [
        order, #"{"kind":"order","source":"shop","id":"8","merge":true,"status":"paid"}"#,
        #"{"kind":"order","source":"shop","id":"7","merge":true,"refunded":"5","currency":"JPY"}"#,
        #"{"kind":"order","source":"shop","id":"7","merge":true,"status":"paid"}"#,
    ].joined(separator: "\n")

    private static func take(
        _ file: String, _ options: String..., in folder: Folder, status: Int32
    ) async throws -> JSON {
        let words = ["import", file, "--rejects", folder.path, "--json"] + options
        let command = try await Command.run(words, in: folder, environment: ["CLIENTELE_KEY": Server.adminKey])
        #expect(command.status == status, "\(command.output) \(command.errors)")
        return try JSON(Array(command.output.utf8))
    }

    @Test("Of lines, into a store and over HTTP alike", arguments: [false, true])
    func lines(isServed: Bool) async throws {
        let server = try await Server()
        let folder = server.folder
        let options = ["--url", "http://127.0.0.1:\(server.port)"]
        if !isServed { #expect(try await server.stop() == 0) }
        let take = { (file: String, status: Int32) in
            try await isServed
                ? Self.take(file, options[0], options[1], in: folder, status: status)
                : Self.take(file, in: folder, status: status)
        }
        let json = try await take(try folder.write(Self.lines, to: "o.ndjson"), 2)
        #expect(json["rejected"]?.integer == 2 && json["records"]?.integer == 2)
        #expect(json["rejections"]?["missing placed_at"]?.integer == 1)
        #expect(json["rejections"]?["mismatch currency"]?.integer == 1)
        #expect(json["reject_files"]?[0]?.text == folder.file("o.rejects.ndjson"))
        let rejects = folder.text(of: "o.rejects.ndjson").split(separator: "\n").map(String.init)
        #expect(rejects.count == 2)
        #expect(rejects[0].hasPrefix(#"{"rejected_line":2,"rejected_reason":"placed_at: required, and nothing"#))
        #expect(rejects[0].contains(#""record":{"kind":"order","source":"shop","id":"8","merge":true"#))
        #expect(rejects[1].hasPrefix(#"{"rejected_line":3,"rejected_reason":"currency: amounts that stay are in"#))
        let whole = Self.order.replacing(#""id":"7""#, with: #""id":"8""#)
        let again = [whole, rejects[0]].joined(separator: "\n")
        #expect(try await take(try folder.write(again, to: "again.ndjson"), 0)["records"]?.integer == 2)
        if isServed { #expect(try await server.stop() == 0) }
    }

    private static let stateMapping = """
        kind: order
        source: shop
        merge: true
        record:
          id: id
          status: state
        """

    @Test("They lie there in the order of the file, whoever refused them", arguments: ["csv", "ndjson", "mapped"])
    func order(form: String) async throws {
        let folder = try Folder()
        let (good, bad) = (2...41, Set(stride(from: 3, through: 41, by: 3)))
        let states = good.map { bad.contains($0) ? "?!" : "paid" }
        let lines = zip(good, states).map { number, state in
            switch form {
            case "csv": "\(number),\(state)"
            case "mapped": #"{"id":"\#(number)","state":"\#(state)"}"#
            default: #"{"kind":"order","source":"shop","id":"\#(number)","merge":true,"status":"\#(state)"}"#
            }
        }
        let head = form == "csv" ? "id,state" : #"{"id":1}"#
        let file = try folder.write(([head] + lines).joined(separator: "\n"), to: form == "csv" ? "o.csv" : "o.ndjson")
        let yaml = try folder.write(Self.stateMapping, to: "o.yaml")
        let words = form == "ndjson" ? [] : ["--mapping", yaml]
        let command = try await Command.run(
            ["import", file, "--rejects", folder.path] + words, in: folder, environment: [:])
        #expect(command.status == 2, "\(command.errors)")
        let rejects = folder.text(of: form == "csv" ? "o.rejects.csv" : "o.rejects.ndjson").split(separator: "\n")
        let numbers = rejects.compactMap { $0.firstMatch(of: #/^(?:\{"rejected_line":)?(\d+),/#).flatMap { Int($0.1) } }
        #expect(numbers == Array(form == "csv" ? 2...41 : 1...41))
        #expect(form != "csv" || rejects.first == "rejected_line,rejected_reason,id,state")
        let left = try FileManager.default.contentsOfDirectory(atPath: folder.path)
        #expect(left.count { $0.hasPrefix("o.rejects") } == 1)
    }

    @Test("Of rows, and of documents that give several records")
    func mapped() async throws {
        let folder = try Folder()
        let rows = try folder.write("id,state,note\n8,paid,\"a, b\"\n9,paid,\n", to: "r.csv")
        let options = ["--mapping", try folder.write(Self.stateMapping, to: "r.yaml")]
        let json = try await Self.take(rows, options[0], options[1], in: folder, status: 2)
        #expect(json["rejected"]?.integer == 2)
        let rejects = folder.text(of: "r.rejects.csv").split(separator: "\n").map(String.init)
        #expect(rejects.count == 3 && rejects[0] == "rejected_line,rejected_reason,id,state,note")
        #expect(rejects[1].hasPrefix("2,\"placed_at: required, and") && rejects[1].hasSuffix(",8,paid,\"a, b\""))
        #expect(rejects[1].contains("(order 8 of shop)"))

        let several = """
            source: shop
            records:
              - kind: order
                merge: true
                for_each: changes
                record: {id: id, status: state}
              - kind: customer
                record: {id: who, given_name: name}
            """
        let document = #"{"who":"1","name":"Ada","changes":[{"id":"8","state":"paid"},{"id":"9","state":"paid"}]}"#
        let file = try folder.write(document, to: "d.json")
        let found = try await Self.take(
            file, "--mapping", try folder.write(several, to: "d.yaml"), in: folder, status: 2)
        #expect(found["rejected"]?.integer == 2 && found["records"]?.integer == 1)
        let documents = folder.text(of: "d.rejects.ndjson").split(separator: "\n").map(String.init)
        #expect(documents.count == 1 && documents.first?.hasSuffix("\"record\":\(document)}") == true)
        #expect(documents.first?.contains("(order 8 of shop)") == true)
        #expect(documents.first?.contains("(order 9 of shop)") == true)
    }
}
