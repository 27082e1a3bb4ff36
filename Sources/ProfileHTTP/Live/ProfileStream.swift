import Hummingbird
import NIOCore
import ProfileCore
import ProfileService
import ProfileStore
import ProfileWire

/// What of a profile somebody wants to see.
struct ProfileView: Sendable {
    /// Nil for the whole profile, which the cache holds.
    private let sections: Set<ProfileSection>?
    private let explains: Bool

    init(_ query: Query) throws(Problem) {
        explains = try query.flag("explain")
        sections = try query.sections()
    }

    /// The document, and a mark that differs when it says something else.
    func read(
        _ id: ProfileID, in context: ServerContext
    ) async throws(StoreError) -> Reached<(document: ServedProfile, mark: String)> {
        guard explains || sections != nil else {
            return try await context.service.rendered(.id(id)).map { ($0, marked($0.body)) }
        }
        let sections = sections ?? ProfileSection.all
        var mark = ""
        return try await context.service.rendered(.id(id)) { profile, state in
            let plain = ProfileRenderer.render(profile, sections: sections)
            // Explanations tell how old things are, which is no change.
            mark = marked(plain)
            guard explains else { return plain }
            let explanation = ProfileExplanation(of: profile, state: state, rules: context.rules)
            return ProfileRenderer.render(profile, sections: sections, explanation: explanation)
        }.map { ($0, mark) }
    }

    private func marked(_ document: [UInt8]) -> String {
        EntityTag.digits(of: ProfileRenderer.contents(of: document, withVersion: sections == nil))
    }
}

/// What a reader that comes back has seen: a position in the feed, and the mark of the last document.
private struct LastEvent {
    let position: FeedPosition
    let mark: String?

    init?(_ text: String) {
        let parts = text.split(separator: "-", maxSplits: 1, omittingEmptySubsequences: false)
        guard let first = parts.first, let position = FeedPosition(String(first)) else { return nil }
        self.position = position
        mark = parts.count > 1 ? String(parts[1]) : nil
    }

    static func text(_ position: FeedPosition, _ mark: String) -> String { "\(position)-\(mark)" }
}

/// The streams and the change feed.
enum StreamEndpoints {
    static let routes = [
        Route(
            .get, "/v1/agents/{agent}/stream", .profileReaders, query: [Query.ticket], isStream: true,
            handle: AgentStream.response),
        Route(.get, "/v1/changes", .profileReaders, query: ["after", "wait", "limit"], handle: ChangeFeed.page),
        Route(
            .get, "/v1/profiles/{id}/stream", .profileReaders, query: ["fields", "explain", Query.ticket],
            isStream: true, handle: ProfileStream.response),
    ]
}

/// One profile, as it is and whenever it changes, for one reader.
actor ProfileStream: EventStream {
    /// A write that takes longer means that the reader has fallen behind.
    private static let patience = Duration.seconds(5)

    private let context: ServerContext
    private let caller: Caller?
    private let view: ProfileView
    private let follower: ProfileFollower
    /// The mark of the document that the reader has.
    private var mark: String?
    private var isBehind = false
    /// The reader's `Last-Event-ID`; nil once it was used.
    private var lastEvent: String?

    private init(
        context: ServerContext, caller: Caller?, view: ProfileView, follower: ProfileFollower, lastEvent: String?
    ) {
        (self.context, self.caller, self.view, self.follower) = (context, caller, view, follower)
        self.lastEvent = lastEvent
    }

    static func response(_ exchange: Exchange) async throws -> Response {
        let (context, caller) = (exchange.context, exchange.caller)
        let (view, reference) = (try ProfileView(exchange.query), try exchange.profileReference())
        let place = try context.streamPlace()
        let found = try await context.service.rendered(reference).only().id
        let lastEvent = exchange.request.headers[.lastEventID]
        // A reader that names an absorbed id gets `merged` first, which says the survivor's id.
        let asked = reference.id ?? found
        return .events(on: exchange.channel, in: place) { writer in
            let follower = context.service.hub.follow(asked)
            defer { context.service.hub.end(follower) }
            let stream = ProfileStream(
                context: context, caller: caller, view: view, follower: follower, lastEvent: lastEvent)
            try await stream.run(&writer)
        }
    }

    nonisolated var bell: Bell { follower.bell }

    func turn(_ signs: Bell.Signs) async -> StreamTurn {
        if signs.contains(.stopping) { return .last(EventText.retry) }
        guard await context.admits(caller) else { return .last() }
        await resume()
        if signs.contains(.restarted) { isBehind = true }
        if signs.contains(.changed) { return await news() }
        return signs.contains(.silence) ? .more(EventText.keepAlive) : .more()
    }

    /// Goes on after `Last-Event-ID`. Sends `resync` when the store no longer has that position.
    private func resume() async {
        guard let text = lastEvent.take() else { return }
        guard let last = LastEvent(text), (try? await context.service.hasReached(last.position)) ?? true else {
            return isBehind = true
        }
        mark = last.mark
    }

    /// How the profile reads, if that is news.
    private func news() async -> StreamTurn {
        var text = EventText()
        do throws(StoreError) {
            guard try await compose(&text) else {
                text.event("erased", data: Self.name(of: follower.profile))
                return .last(text.bytes)
            }
        } catch {
            // What was composed goes out: the follower has moved already.
            follower.failed()
        }
        return .more(text.bytes)
    }

    /// False when the profile is no more.
    private func compose(_ text: inout EventText) async throws(StoreError) -> Bool {
        while true {
            // What is read after the position is known includes it.
            let position = try await context.service.livePosition()
            guard case .one(let (document, mark)) = try await view.read(follower.profile, in: context) else {
                return false
            }
            guard document.id == follower.profile else {
                context.service.hub.move(follower, to: document.id)
                text.event("merged", data: Self.name(of: document.id))
                self.mark = nil
                continue
            }
            follower.took(document)
            if isBehind { text.event("resync", data: "{}") }
            if isBehind || mark != self.mark {
                text.event("profile", id: LastEvent.text(position, mark), data: document.body)
            }
            (self.mark, isBehind) = (mark, false)
            return true
        }
    }

    func sent(after duration: Duration) {
        if duration > Self.patience { isBehind = true }
    }

    private static func name(of id: ProfileID) -> String { #"{"profile_id":"\#(id.description)"}"# }
}

extension ProfileReference {
    fileprivate var id: ProfileID? {
        if case .id(let id) = self { id } else { nil }
    }
}
