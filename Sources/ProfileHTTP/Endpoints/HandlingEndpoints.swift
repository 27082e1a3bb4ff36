import Hummingbird
import ProfileCore
import ProfileService
import ProfileStore
import ProfileWire

/// Who should take a matter and where, and who could help others.
enum HandlingEndpoints {
    static let routes = [
        Route(.get, "/v1/agents", .profileReaders, query: ["cursor", "limit"], handle: agents),
        Route(
            .get, "/v1/profiles/{id}/handling", .profileReaders, query: ["topic", "channel", "language", "free"],
            repeatable: ["free"], handle: handling),
        Route(.get, "/v1/advocates", .profileReaders, query: ["category", "language", "limit"], handle: advocates),
    ]

    private static func agents(_ exchange: Exchange) throws -> Response {
        let limit = try exchange.pageLimit()
        let last: AgentPlace? = try exchange.cursor()
        let found = exchange.service.knownAgents.page(after: last?.id, limit: limit + 1)
        return .page(found, limit: limit, next: { $0.last.map { AgentPlace(id: $0.id).cursor } }) { $0.agent($1) }
    }

    private static func handling(_ exchange: Exchange) async throws -> Response {
        let reference = try exchange.profileReference()
        let free = try exchange.query.free()
        let found = try await exchange.service.handling(of: reference, try exchange.query.matter(free?.ids))
        let (advice, handover) = try found.only()
        let warnings = free?.warnings(knowing: advice.isKnown) ?? []
        return .json { $0.handling(advice, handover: handover.text, warnings) }
    }

    private static func advocates(_ exchange: Exchange) async throws -> Response {
        guard let category = exchange.query["category"], !category.isEmpty else {
            throw Problem.malformedQuery("missing", "The parameter category is required.")
        }
        let limit = try exchange.query.integer(
            "limit", in: 1...LearnedAdvocates.perCategory, default: LearnedAdvocates.perCategory)
        let answer = try await exchange.service.advocates(
            of: category, language: try exchange.query.language(), limit: limit)
        return .json { $0.advocates(answer?.found ?? [], category: category, answer?.learned) }
    }
}

/// The agent after whom a page begins.
private struct AgentPlace: CursorPlace {
    static let partCount = 2

    let id: String

    init(id: String) {
        self.id = id
    }

    var cursorParts: [String] { [RecordKind.agent.word, id] }

    init(cursorParts parts: ArraySlice<String>) throws(Problem) {
        guard parts.first == RecordKind.agent.word, let id = parts.last else { throw PageCursor.invalid }
        self.init(id: id)
    }
}

extension Query {
    fileprivate func matter(_ free: [String]?) throws(Problem) -> HandlingRequest {
        HandlingRequest(topic: self["topic"], channel: try channel(), language: try language(), free: free)
    }

    private func channel() throws(Problem) -> String? {
        guard let text = self["channel"] else { return nil }
        guard let word = WordText.word(text) else {
            throw .malformedQuery("bad_value", "The parameter channel is a word such as chat.")
        }
        return ChannelName.plain(word)
    }

    fileprivate func language() throws(Problem) -> String? {
        guard let text = self["language"] else { return nil }
        guard let tag = LanguageTag.understood(text) else {
            throw .malformedQuery("bad_value", "The parameter language is a BCP 47 tag such as en-GB.")
        }
        return tag
    }

    fileprivate func free() throws(Problem) -> FreeAgentNames? {
        let values = all("free")
        guard !values.isEmpty else { return nil }
        guard let names = FreeAgentNames(parameters: values) else {
            throw .malformedQuery("too_many", "The parameter free names \(HandlingRequest.freeLimit) agents at most.")
        }
        return names
    }
}
