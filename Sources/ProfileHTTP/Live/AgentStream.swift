import Hummingbird
import NIOCore
import ProfileCore
import ProfileService
import ProfileStore
import ProfileWire

/// The customers that an agent has just begun to serve, for one reader.
actor AgentStream: EventStream {
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
            let begin = await apart { try? await context.service.livePosition() }
            let follower = context.service.hub.follow(agent: agent)
            defer { context.service.hub.end(follower) }
            let stream = AgentStream(context: context, caller: caller, follower: follower, begin)
            try await writer.write(await apart { await stream.welcome(after: lastEvent) })
            try await stream.run(&writer)
        }
    }

    private init(context: ServerContext, caller: Caller?, follower: AgentFollower, _ begin: FeedPosition?) {
        (self.context, self.caller, self.follower) = (context, caller, follower)
        (told, next) = (begin, begin)
    }

    nonisolated var bell: Bell { follower.bell }

    /// Tells a reader that comes back what its agent opened meanwhile.
    private func welcome(after lastEvent: String?) async -> ByteBuffer {
        var text = EventText()
        if let lastEvent {
            var missed: [OpenedEvent]?
            if let position = FeedPosition(lastEvent), (try? await context.service.hasReached(position)) ?? false {
                missed = try? await context.service.opened(by: follower.agent, after: position)
            }
            // Until it has all of them, it goes on where it was.
            await tell(missed ?? [], id: lastEvent, isBehind: missed == nil, in: &text)
        }
        text.keepAlive(id: told?.description)
        return text.bytes
    }

    func turn(_ signs: Bell.Signs) async -> StreamTurn {
        if signs.contains(.stopping) { return .last(EventText.retry) }
        guard await context.admits(caller) else { return .last() }
        var text = EventText()
        if signs.contains(.changed) {
            let (events, hasLost) = follower.taken()
            await tell(events, id: told?.description, isBehind: hasLost, in: &text)
        } else if signs.contains(.silence) {
            told = next ?? told
            next = try? await context.service.livePosition()
            text.keepAlive(id: told?.description)
        }
        return .more(text.bytes)
    }

    private func tell(_ events: [OpenedEvent], id: String?, isBehind: Bool, in text: inout EventText) async {
        if isBehind { text.event("resync", data: "{}") }
        for event in events {
            do throws(StoreError) {
                guard let profile = try await context.service.served(.id(event.profile)) else { continue }
                text.event("interaction", id: id, data: Self.document(event.interaction, profile))
            } catch {
                return text.event("resync", data: "{}")
            }
        }
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
