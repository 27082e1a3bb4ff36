import Testing

/// Reads on one node, again and again, and holds that it never goes back to an older version of a profile.
struct Watcher: Sendable {
    let node: Server
    let people: [Person]

    func watch(until progress: Progress) async throws {
        var versions: [String: Int] = [:]
        while !progress.isOver {
            let identifier = people[Int.random(in: people.indices)].identifiers.randomElement() ?? ""
            let answer = try await node.send("GET", "/v1/profiles/\(identifier)")
            try #require(answer.status == 200 || answer.status == 404, "\(answer.text)")
            guard answer.status == 200 else { continue }
            let seen = try #require(Sighting(answer), "\(answer.text)")
            let last = versions[seen.id] ?? 0
            #expect(seen.version >= last, "a profile went back from version \(last) to \(seen.version)")
            versions[seen.id] = seen.version
        }
    }
}
