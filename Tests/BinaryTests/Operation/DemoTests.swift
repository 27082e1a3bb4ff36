import Foundation
import Testing

@Suite("The sample shop")
struct DemoTests {
    private var hour: Int { Int(Date.now.timeIntervalSince1970) / 3600 }

    @Test("Loaded twice within the hour it changes nothing the second time")
    func twice() async throws {
        let folder = try Folder()
        let before = hour
        let first = try await Command.run("demo", "--people", "60", in: folder)
        #expect(first.status == 0)
        let verdicts = #/^[1-9]\d+ accepted, \d+ unchanged, \d+ stale, \d+ suppressed, \d+ rejected\n$/#
        #expect(first.output.contains(verdicts))
        let second = try await Command.run("demo", "--people", "60", in: folder)
        #expect(second.status == 0)
        guard hour == before else { return }
        #expect(second.output.hasPrefix("0 accepted, "), "\(second.output)")
        #expect(counts(second).reduce(0, +) == counts(first).reduce(0, +))
    }

    @Test("Printed, every line is a record that the service takes")
    func printed() async throws {
        let folder = try Folder()
        let printed = try await Command.run("demo", "--print", "--people", "40", "--seed", "7", in: folder)
        #expect(printed.status == 0)
        #expect(printed.errors.isEmpty)
        let lines = printed.output.split(separator: "\n").map(String.init)
        #expect(lines.count > 100)
        for line in lines { #expect(try JSON(line.utf8)["kind"]?.text != nil) }
        let server = try await Server(in: folder)
        let answer = try await server.ingest(lines)
        #expect(try answer.json["rejected"]?.integer == 0, "\(answer.text.prefix(500))")
        #expect(try answer.json["accepted"]?.integer ?? 0 > 100)
    }

    @Test("It shows what invitations do: arms are drawn, some chatted, and some of both ordered")
    func invitations() async throws {
        let folder = try Folder()
        #expect(try await Command.run("demo", "--people", "400", in: folder).status == 0)
        let server = try await Server(in: folder)
        let effect = try await server.send("GET", "/v1/invitations/effect").json
        let (invited, heldOut) = (effect["invited"], effect["held_out"])
        let people = (invited?["people"]?.integer ?? 0, heldOut?["people"]?.integer ?? 0)
        #expect(people.0 > 150 && people.1 > 3)
        #expect(invited?["chatted"]?.integer ?? 0 > people.0 / 4)
        #expect(invited?["ordered"]?.integer ?? 0 > people.0 / 8)
        #expect(effect["verdict"]?.text?.hasPrefix("too few to tell: \(people.0) people invited") == true)
    }

    @Test("Loaded again it brings back no arm of somebody who was erased")
    func erased() async throws {
        let folder = try Folder()
        #expect(try await Command.run("demo", "--people", "60", in: folder).status == 0)
        let erased = try #require(try await identifiers("invitation", in: folder).min())
        #expect(try await Command.run("erase", erased, "--yes", in: folder).status == 0)
        #expect(try await Command.run("demo", "--people", "60", in: folder).status == 0)
        let arms = try await identifiers("invitation", in: folder)
        #expect(!arms.isEmpty && !arms.contains(erased))
        #expect(arms.isSubset(of: try await identifiers("held", in: folder)))
    }

    /// Those that the lines of a kind in an export are about.
    private func identifiers(_ kind: String, in folder: Folder) async throws -> Set<String> {
        let lines = try await Command.run("export", in: folder).output.split(separator: "\n")
        let entries = try lines.map { try JSON($0.utf8) }.filter { $0["kind"]?.text == kind }
        return Set(entries.compactMap { $0["identifier"]?.text })
    }

    private func counts(_ command: Command) -> [Int] {
        command.output.split { !$0.isNumber }.compactMap { Int($0) }
    }
}
