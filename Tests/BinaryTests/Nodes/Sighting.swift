/// Which version of which profile an answer shows, read from its beginning: clients that hammer have no time for more.
struct Sighting: Sendable {
    let id: String
    let version: Int

    init?(_ answer: Answer) {
        let opening = String(decoding: answer.body.prefix(200), as: UTF8.self)
        guard let match = opening.firstMatch(of: #/^\{"id": ?"(\w+)", ?"version": ?(\d+)/#),
            let version = Int(match.2)
        else { return nil }
        id = String(match.1)
        self.version = version
    }
}
