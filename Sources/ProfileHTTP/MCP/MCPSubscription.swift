import HTTPTypes
import Hummingbird
import NIOCore
import ProfileCore
import ProfileService
import ProfileStore
import ProfileWire

/// Tells a client of changes to profiles that it named. It reads anew what it wants to know.
actor MCPSubscription: EventStream {
    private struct Watched: Sendable {
        let uri: String
        let follower: ProfileFollower
        /// Of the document as the client may have read it; empty once there is none any more.
        var mark = ""
    }

    private static let most = 20

    private let context: ServerContext
    private let caller: Caller?
    private let id: JSONValue
    private var watched: [Watched]
    nonisolated let bell: Bell

    private init(_ context: ServerContext, _ caller: Caller?, id: JSONValue, _ watched: [Watched], _ bell: Bell) {
        (self.context, self.caller, self.id, self.watched, self.bell) = (context, caller, id, watched, bell)
    }

    static func response(to request: MCPRequest, _ exchange: Exchange) async throws -> Response {
        try Access.profileReaders.check(exchange.key)
        guard exchange.takesEvents else {
            throw MCPFault(.invalidRequest, "Accept has to name \(EventText.mediaType).", status: .notAcceptable)
        }
        let wanted = try uris(request)
        let (context, caller, id) = (exchange.context, exchange.caller, request.id)
        let place = try context.streamPlace()
        return .events(on: exchange.channel, in: place) { writer in
            var watched: [Watched] = []
            for uri in wanted {
                guard let profile = MCPResources.profile(uri) else { continue }
                let follower = context.service.hub.follow(profile, beside: watched.first?.follower)
                watched.append(Watched(uri: uri, follower: follower))
            }
            defer { for one in watched { context.service.hub.end(one.follower) } }
            let bell = watched.first?.follower.bell ?? Bell()
            let stream = MCPSubscription(context, caller, id: id, watched, bell)
            try await writer.write(await apart { await stream.acknowledgement() })
            if !watched.isEmpty { try await stream.run(&writer) }
        }
    }

    /// Each once.
    private static func uris(_ request: MCPRequest) throws(MCPFault) -> [String] {
        let wrong = MCPFault(
            .invalidParams, "params.notifications.resourceSubscriptions has to list \(most) uris at most.")
        guard case .object? = request.params.member(["notifications"]) else { throw wrong }
        var uris: [String] = []
        switch request.params.member(["notifications", "resourceSubscriptions"]) {
        case nil, .null?: return []
        case .array(let values)?:
            guard values.count <= most else { throw wrong }
            for value in values {
                guard case .string(let uri) = value else { throw wrong }
                if !uris.contains(uri) { uris.append(uri) }
            }
        default: throw wrong
        }
        return uris
    }

    /// What is followed from now on. The client reads hereafter, so that it misses no change.
    private func acknowledgement() async -> ByteBuffer {
        for place in watched.indices { _ = await look(at: place) }
        var text = EventText()
        notify("notifications/subscriptions/acknowledged", in: &text) { json in
            json.member("notifications") { json in
                json.object { json in
                    guard !self.watched.isEmpty else { return }
                    json.member("resourceSubscriptions") { $0.array(of: self.watched) { $0.string($1.uri) } }
                }
            }
        }
        if watched.isEmpty { end(&text) }
        return text.bytes
    }

    func turn(_ signs: Bell.Signs) async -> StreamTurn {
        var text = EventText()
        if signs.contains(.stopping) {
            end(&text)
            return .last(text.bytes)
        }
        guard await context.admits(caller) else { return .last() }
        guard signs.contains(.changed) || signs.contains(.restarted) else {
            return signs.contains(.silence) ? .more(EventText.keepAlive) : .more()
        }
        for place in watched.indices where await look(at: place) {
            let uri = watched[place].uri
            notify("notifications/resources/updated", in: &text) { $0.member("uri", uri) }
        }
        return .more(text.bytes)
    }

    /// Whether the profile reads differently than it did. One that was merged is followed under its new id.
    private func look(at place: Int) async -> Bool {
        let follower = watched[place].follower
        do throws(StoreError) {
            while true {
                let document = try await context.service.served(.id(follower.profile))
                if let document, document.id != follower.profile {
                    context.service.hub.move(follower, to: document.id)
                    continue
                }
                if let document { follower.took(document) }
                let mark = document.map(Self.mark) ?? ""
                defer { watched[place].mark = mark }
                return mark != watched[place].mark
            }
        } catch {
            follower.failed()
            return false
        }
    }

    private static func mark(of document: ServedProfile) -> String {
        EntityTag.digits(of: ProfileRenderer.contents(of: document.body, withVersion: true))
    }

    // MARK: Messages

    private func notify(_ method: String, in text: inout EventText, _ params: (inout JSONWriter) -> Void) {
        message(in: &text) { json in
            json.member("method", method)
            json.member("params") { json in
                json.object { json in
                    params(&json)
                    subscription(to: &json)
                }
            }
        }
    }

    /// The answer to the request, which says that the stream ended as meant.
    private func end(_ text: inout EventText) {
        message(in: &text) { json in
            json.key("id")
            json.value(id)
            json.member("result") { json in
                json.object { json in
                    json.member("resultType", "complete")
                    subscription(to: &json)
                }
            }
        }
    }

    private func message(in text: inout EventText, _ members: (inout JSONWriter) -> Void) {
        var json = JSONWriter()
        json.object { json in
            json.member("jsonrpc", "2.0")
            members(&json)
        }
        text.event("message", data: json.bytes)
    }

    private func subscription(to json: inout JSONWriter) {
        json.member("_meta") { json in
            json.object { json in
                json.key(named: "io.modelcontextprotocol/subscriptionId")
                json.value(id)
            }
        }
    }
}

extension Exchange {
    /// Whether the client takes a stream of events for an answer.
    fileprivate var takesEvents: Bool {
        request.headers[values: .accept].joined(separator: ",").lowercased().split(separator: ",").contains { range in
            let type = range.prefix { $0 != ";" }.filter { $0 != " " && $0 != "\t" }
            return [EventText.mediaType, "text/*", "*/*"].contains(type)
        }
    }
}
