import Testing

/// One of many clients who write about the same people at the same time, each to a node of its own.
struct Hammer: Sendable {
    let name: String
    let node: Server
    let people: [Person]
    let ledger: Ledger

    /// One thing that clients do. `turn` is another number each time.
    func strike(_ turn: Int) async throws {
        let person = people[Int.random(in: people.indices)]
        switch Int.random(in: 0..<20) {
        case 0..<7: try await put("order", "\(name)-\(turn)", of: person)
        case 7..<10: try await put("interaction", "\(name)-\(turn)", of: person)
        // Stated by all clients again and again.
        case 10..<12: try await put("order", "shared-\(person.number)", of: person)
        case 12..<14: try await putCustomer(person)
        case 14..<17: try await ingest(turn)
        case 17..<18: try await withdraw(turn, of: person)
        default: try await merge(person)
        }
    }

    /// States the record that names everything there is of a person.
    func join(_ person: Person) async throws {
        try await put("order", "last-\(person.number)", of: person, names: person.allNames)
    }

    private func put(_ kind: String, _ id: String, of person: Person, names: String? = nil) async throws {
        let names = names ?? person.someNames
        let members = kind == "order" ? Person.order(names) : Person.interaction(names)
        let answer = try await ask("PUT", "/v1/sources/shop/\(kind)s/\(id)", "{\(members)}")
        try #require(answer.status == 200, "\(answer.text)")
        ledger.acknowledge(Ledger.Entry(kind: kind, id: id), of: person.number)
        try await checkSight(of: answer, by: person)
    }

    private func putCustomer(_ person: Person) async throws {
        let answer = try await ask("PUT", "/v1/sources/crm/customers/\(person.customer)", person.someCustomer)
        try #require(answer.status == 200, "\(answer.text)")
        ledger.acknowledge(Ledger.Entry(kind: "customer", id: person.customer), of: person.number)
        try await checkSight(of: answer, by: person)
    }

    private func ingest(_ turn: Int) async throws {
        var (lines, entries): ([String], [(Ledger.Entry, Int)]) = ([], [])
        for place in 0..<Int.random(in: 2...12) {
            let person = people[Int.random(in: people.indices)]
            let kind = Bool.random() ? "order" : "interaction"
            let id = "\(name)-\(turn)-\(place)"
            let members =
                kind == "order" ? Person.order(person.someNames) : Person.interaction(person.someNames)
            lines.append(#"{"kind":"\#(kind)","source":"shop","id":"\#(id)",\#(members)}"#)
            entries.append((Ledger.Entry(kind: kind, id: id), person.number))
        }
        let answer = try await ask("POST", "/v1/ingest", lines.joined(separator: "\n"))
        try #require(answer.status == 200, "\(answer.text)")
        #expect(try answer.json["accepted"]?.integer == lines.count, "\(answer.text)")
        for (entry, owner) in entries { ledger.acknowledge(entry, of: owner) }
    }

    private func withdraw(_ turn: Int, of person: Person) async throws {
        let id = "\(name)-\(turn)"
        try await put("order", id, of: person)
        let answer = try await ask("DELETE", "/v1/sources/shop/orders/\(id)")
        try #require(answer.status == 204, "\(answer.text)")
        ledger.withdraw(Ledger.Entry(kind: "order", id: id))
    }

    /// A steward who knows that two identifiers are one person's: which may be known already, or not yet.
    private func merge(_ person: Person) async throws {
        let pair = person.identifiers.shuffled().prefix(2)
        let answer = try await ask(
            "POST", "/v1/profiles/\(pair[0])/merge", #"{"with":"\#(pair[1])","reason":"they said so"}"#)
        try #require([200, 404, 409].contains(answer.status), "\(answer.text)")
    }

    /// What was acknowledged is seen by the next read on this node.
    private func checkSight(of written: Answer, by person: Person) async throws {
        let verdict = try written.json
        let (id, version) = (try #require(verdict["profile_id"]?.text), try #require(verdict["version"]?.integer))
        let read = try await ask("GET", "/v1/profiles/\(id)")
        try #require(read.status == 200 || read.status == 404, "\(read.text)")
        guard read.status == 200 else { return }
        let seen = try #require(Sighting(read), "\(read.text)")
        // By now it may have been merged into another one, whose versions are its own.
        guard seen.id == id else { return }
        #expect(seen.version >= version, "version \(seen.version) after \(version) was acknowledged")
    }

    private func ask(_ method: String, _ path: String, _ body: String? = nil) async throws -> Answer {
        try await node.send(method, path, body)
    }
}
