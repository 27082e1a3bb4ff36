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

    static func response(_ exchange: Exchange) async throws -> Response {
        let (context, caller) = (exchange.context, exchange.caller)
        let agent = try exchange.parameter("agent")
        guard caller?.key.mayFollow(agent: agent) ?? true else {
            throw Problem(.insufficientScope, "The key is bound to other agents.")
        }
        try context.admitStream()
        let lastEvent = exchange.request.headers[.lastEventID]
        return .events(on: exchange.channel) { writer in
            let follower = context.service.hub.follow(agent: agent)
            defer { context.service.hub.end(follower) }
            context.streamsEnd.watch(context.service.hub)
            let stream = AgentStream(context: context, caller: caller, follower: follower)
            try await stream.welcome(lastEvent, &writer)
            try await stream.run(&writer)
        }
    }

    private init(context: ServerContext, caller: Caller?, follower: AgentFollower) {
        (self.context, self.caller, self.follower) = (context, caller, follower)
    }

    /// Tells a reader that comes back what its agent opened meanwhile.
    private func welcome(_ lastEvent: String?, _ writer: inout any ResponseBodyWriter) async throws {
        guard let lastEvent else { return try await writer.write(EventText.keepAlive) }
        var missed: [NumberedEvent]?
        if let position = FeedPosition(lastEvent), (try? await context.service.hasReached(position)) ?? false {
            missed = try? await context.service.opened(by: follower.agent, after: position)
        }
        try await tell(missed ?? [], isBehind: missed == nil, &writer)
    }

    private func run(_ writer: inout any ResponseBodyWriter) async throws {
        while true {
            let signs = await follower.bell.next()
            if signs.contains(.abandoned) { return }
            if signs.contains(.stopping) { return try await writer.write(EventText.retry) }
            guard await context.admits(caller) else { return }
            if signs.contains(.changed) {
                let (events, hasLost) = follower.taken()
                try await tell(events, isBehind: hasLost, &writer)
            } else if signs.contains(.silence) {
                try await writer.write(EventText.keepAlive)
            }
        }
    }

    private func tell(
        _ events: [NumberedEvent], isBehind: Bool, _ writer: inout any ResponseBodyWriter
    ) async throws {
        var text = EventText()
        if isBehind { text.event("resync", data: "{}") }
        let position = try? await context.service.livePosition()
        for event in events {
            guard case .opened(let interaction) = event.event,
                let profile = try? await context.service.served(.id(event.profile))
            else { continue }
            text.event("interaction", id: position?.description, data: Self.document(interaction, profile))
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
