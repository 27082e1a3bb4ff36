import Hummingbird
import NIOCore
import ProfileCore
import ProfileService
import ProfileStore
import ProfileWire

/// The customers that an agent has just begun to serve, for one reader.
struct AgentStream {
    private let context: ServerContext
    private let caller: Caller?
    private let follower: AgentFollower
    /// A reader that comes back goes on here. Events are queued a moment after their change, not always in its order:
    /// so this lags by a keep-alive, and what came since may be told again, but none is missed.
    private var told: FeedPosition?
    private var next: FeedPosition?

    static func response(_ exchange: Exchange) async throws -> Response {
        let (context, caller) = (exchange.context, exchange.caller)
        let agent = try exchange.parameter("agent")
        guard caller?.key.mayFollow(agent: agent) ?? true else {
            throw Problem(.insufficientScope, "The key is bound to other agents.")
        }
        let place = try context.streamPlace()
        let lastEvent = exchange.request.headers[.lastEventID]
        return .events(on: exchange.channel, in: place) { writer in
            let begin = try? await context.service.livePosition()
            let follower = context.service.hub.follow(agent: agent)
            defer { context.service.hub.end(follower) }
            var stream = AgentStream(context: context, caller: caller, follower: follower, begin)
            try await stream.welcome(lastEvent, &writer)
            try await stream.run(&writer)
        }
    }

    private init(context: ServerContext, caller: Caller?, follower: AgentFollower, _ begin: FeedPosition?) {
        (self.context, self.caller, self.follower) = (context, caller, follower)
        (told, next) = (begin, begin)
    }

    /// Tells a reader that comes back what its agent opened meanwhile.
    private func welcome(_ lastEvent: String?, _ writer: inout any ResponseBodyWriter) async throws {
        guard let lastEvent else { return try await writer.write(EventText.keepAlive(id: told?.description)) }
        var missed: [OpenedEvent]?
        if let position = FeedPosition(lastEvent), (try? await context.service.hasReached(position)) ?? false {
            missed = try? await context.service.opened(by: follower.agent, after: position)
        }
        // Until it has all of them, it goes on where it was.
        try await tell(missed ?? [], id: lastEvent, isBehind: missed == nil, &writer)
        try await writer.write(EventText.keepAlive(id: told?.description))
    }

    private mutating func run(_ writer: inout any ResponseBodyWriter) async throws {
        while true {
            let signs = await follower.bell.next()
            if signs.contains(.abandoned) { return }
            if signs.contains(.stopping) { return try await writer.write(EventText.retry) }
            guard await context.admits(caller) else { return }
            if signs.contains(.changed) {
                let (events, hasLost) = follower.taken()
                try await tell(events, id: told?.description, isBehind: hasLost, &writer)
            } else if signs.contains(.silence) {
                told = next ?? told
                next = try? await context.service.livePosition()
                try await writer.write(EventText.keepAlive(id: told?.description))
            }
        }
    }

    private func tell(
        _ events: [OpenedEvent], id: String?, isBehind: Bool, _ writer: inout any ResponseBodyWriter
    ) async throws {
        var text = EventText()
        if isBehind { text.event("resync", data: "{}") }
        for event in events {
            do throws(StoreError) {
                guard let profile = try await context.service.served(.id(event.profile)) else { continue }
                text.event("interaction", id: id, data: Self.document(event.interaction, profile))
            } catch {
                text.event("resync", data: "{}")
            }
        }
        if text.bytes.readableBytes > 0 { try await writer.write(text.bytes) }
    }

    private static func document(_ interaction: OpenedInteraction, _ profile: ServedProfile) -> [UInt8] {
        var json = JSONWriter(reservingCapacity: 4096)
        json.object { json in
            json.member("interaction") { $0.object { interaction.write(to: &$0) } }
            json.member("profile") { $0.value(rendered: profile.body) }
        }
        return json.bytes
    }
}
