import HTTPTypes
import Hummingbird
import ProfileCore
import ProfileService
import ProfileStore
import ProfileWire

/// The feed of changes, for jobs that keep another system current.
enum ChangeFeed {
    /// Where a reader stopped, and how old what lies behind may be.
    private struct Token {
        /// The present position is meant.
        static let latest = "latest"

        let place: FeedPlace
        /// No event behind the place is of an earlier day; nil where nobody says.
        let day: Int32?

        /// A position, the one up to which all is known where that is another one, and a day: `2s~1c-ft4`.
        init?(_ text: String) {
            let parts = text.split(separator: "-", maxSplits: 1, omittingEmptySubsequences: false)
            let positions = (parts.first ?? "").split(separator: "~", maxSplits: 1, omittingEmptySubsequences: false)
                .map { FeedPosition(String($0)) }
            guard let position = positions.first ?? nil, let known = positions.last ?? nil else { return nil }
            place = FeedPlace(position: position, known: known)
            day = parts.count > 1 ? Int32(parts[1], radix: 36) : nil
            guard parts.count == 1 || day != nil else { return nil }
        }

        /// The first day whose events are all kept at `now`.
        static func oldestDay(at now: Timestamp) -> Int32 {
            Timestamp(milliseconds: now.milliseconds - ProfileService.eventsKept).day.number + 1
        }

        /// Whether events that happened since may be gone.
        func isTooOld(at now: Timestamp) -> Bool {
            day.map { $0 < Self.oldestDay(at: now) } ?? false
        }

        static func text(_ place: FeedPlace, on day: Int32) -> String {
            let known = place.known == place.position ? "" : "~\(place.known)"
            return "\(place.position)\(known)-\(String(day, radix: 36))"
        }
    }

    static func page(_ exchange: Exchange) async throws -> Response {
        let (query, service, now) = (exchange.query, exchange.service, exchange.context.now())
        let wait = try query.integer("wait", in: 0...30, default: 0)
        let limit = try query.integer("limit", in: 1...1000, default: 100)
        if query["after"] == Token.latest {
            let position = try await service.lastPosition()
            let place = FeedPlace(position: position, known: position)
            return answer([], Token.text(place, on: now.day.number), gap: false)
        }
        var token = try token(query["after"])
        let hears = { @Sendable [key = exchange.key] news in key?.mayHear(news) ?? true }
        var reading = try await service.feed(
            after: token?.place ?? .start, limit: limit, patience: .seconds(wait), hears: hears)
        var gap = token?.isTooOld(at: now) ?? false
        if reading.news.isEmpty, let place = token?.place, try await !service.hasReached(place.position) {
            // The store was set back: what it tells from here on has numbers that the reader has passed.
            reading = try await service.feed(after: .start, limit: limit, patience: .zero, hears: hears)
            (token, gap) = (nil, true)
        }
        guard await exchange.context.admits(exchange.caller) else {
            throw Problem(.unauthorized, "The key or the session ended meanwhile.")
        }
        // What lies behind a page that is not the last is as old as before it, and as old as events get where a reader
        // starts: it may go before the reader comes back. What is gone already was told by this page's gap.
        let oldest = Token.oldestDay(at: now)
        let day = reading.isLast ? now.day.number : max(token?.day ?? oldest, oldest)
        return answer(reading.news, Token.text(reading.place, on: day), gap: gap)
    }

    private static func token(_ text: String?) throws(Problem) -> Token? {
        guard let text else { return nil }
        guard let token = Token(text) else {
            throw .malformedQuery("bad_value", "The parameter after is the next of an earlier answer, or latest.")
        }
        return token
    }

    private static func answer(_ news: [FeedItem], _ next: String, gap: Bool) -> Response {
        .json { json in
            json.object { json in
                json.member("changes") { json in
                    json.array(of: news) { json, item in
                        json.object { json in
                            write(item.news, to: &json)
                            json.member("at", item.at)
                        }
                    }
                }
                json.member("gap", gap)
                json.member("next", next)
            }
        }
    }

    private static func write(_ news: FeedNews, to json: inout JSONWriter) {
        switch news {
        case .changed(let id, let parts):
            json.member("kind", "profile")
            json.member("profile_id", id.description)
            json.member("kinds") { $0.array(of: parts.kinds) { $0.string($1.word) } }
            json.member("sections") { $0.array(of: ProfileSection.affected(by: parts)) { $0.string($1.rawValue) } }
        case .merged(let absorbed, let survivor):
            json.member("kind", "merged")
            json.member("profile_id", survivor.description)
            json.member("absorbed", absorbed.description)
        case .erased(let id):
            json.member("kind", "erased")
            json.member("profile_id", id.description)
        case .event(let id, .unmerged(let absorbed)):
            json.member("kind", "unmerged")
            json.member("profile_id", id.description)
            json.member("absorbed", absorbed.description)
        case .event(let id, .opened(let interaction)):
            json.member("kind", "interaction")
            json.member("profile_id", id.description)
            json.member("agent", interaction.agent)
            interaction.write(to: &json)
        case .event(let id, .tier(let from, let to)):
            json.member("kind", "tier")
            json.member("profile_id", id.description)
            json.member("from", from)
            json.member("to", to)
        }
    }
}

extension APIKey {
    /// A key bound to agents hears of no other agent's interactions.
    fileprivate func mayHear(_ news: FeedNews) -> Bool {
        guard case .event(_, .opened(let interaction)) = news else { return true }
        return mayFollow(agent: interaction.agent)
    }
}

extension OpenedInteraction {
    func write(to json: inout JSONWriter) {
        json.member("source", source)
        json.member("id", id)
        json.member("channel", channel)
        json.member("direction", direction.rawValue)
        json.member("started_at", startedAt)
    }
}
