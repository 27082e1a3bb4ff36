import ProfileCore
import Testing

@Suite("The first screen that a desk shows of a customer")
struct FirstScreenTests {
    private static let now = Timestamp.utc(2026, 5, 4, 10)

    private static func lines(_ title: String, of sample: ProfileSample) -> [FirstScreen.Line] {
        FirstScreen(sample.profile(at: now)).parts.first { $0.title == title }?.lines ?? []
    }

    @Test("An open problem without a topic says its channel once")
    func channel() {
        var sample = ProfileSample()
        sample.summary.contact.open.list = .holding([
            .contact("1", at: Self.now), .contact("2", at: .utc(2026, 5, 3), topic: "delivery", order: "o1"),
        ])
        let lines = Self.lines("Open problems", of: sample)
        #expect(lines.map(\.text) == ["chat", "delivery"])
        #expect(lines.map(\.detail) == ["today", "chat, yesterday, order o1"])
    }

    @Test("A list that is cut says how many more there are", arguments: [2, 3, 4, 7])
    func cut(count: Int) {
        var sample = ProfileSample()
        let problems = (0..<count).map { InteractionDigest.contact("\($0)", at: .utc(2026, 5, 1, $0), topic: "\($0)") }
        sample.summary.contact.open.list = .holding(problems)
        sample.signals((0..<count).map { .sign(.cart, "\($0)", at: .utc(2026, 5, 1, $0)) })
        let newest = (0..<count).reversed().map(String.init)
        let more = count > 3 ? ["and \(count - 3) more"] : []
        #expect(Self.lines("Open problems", of: sample).map(\.text) == newest.prefix(3) + more)
        let names = newest.prefix(3).map { "Name \($0)" } + more
        let detail = names.joined(separator: ", ") + ", 1 May 2026"
        #expect(Self.lines("Cart", of: sample).first?.detail == detail)
    }
}
