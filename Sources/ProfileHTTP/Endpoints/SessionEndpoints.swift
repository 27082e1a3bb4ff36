import HTTPTypes
import Hummingbird
import ProfileCore
import ProfileService
import ProfileStore
import ProfileWire

/// Sessions, with which pages act, and tickets, which open streams.
enum SessionEndpoints {
    private static let listed = 1000

    /// Where sessions begin.
    static let beginning = PathTemplate("/v1/sessions")

    static let routes = [
        Route(.post, beginning.text, .keyHolders, body: .json, handle: begin),
        Route(.get, "/v1/sessions", .admins, handle: list),
        Route(.delete, "/v1/sessions/{id}", .admins, handle: revoke),
        Route(.get, "/v1/sessions/current", .keyHolders, handle: current),
        Route(.delete, "/v1/sessions/current", .keyHolders, handle: end),
        Route(.post, "/v1/streams/tickets", .keyHolders, handle: ticket),
    ]

    private static func begin(_ exchange: Exchange) async throws -> Response {
        let context = exchange.context
        // A session cannot make itself last longer than it was meant to.
        guard let caller = exchange.caller, caller.session == nil else { throw needsKey }
        let asked = try await exchange.request { bytes throws(WireRejection) in try SessionRequest(json: bytes) }
        let isSecure = context.isSecure(exchange.request)
        let keeping = SessionKeeping(asked, by: caller, isSecure: isSecure, isHTTPS: context.isHTTPS)
        let token = SessionToken.draw()
        let session = token.session(of: caller.key, at: context.now())
        try await context.service.put(session)
        var response = answer(session, caller.key, .created, token: keeping == .page ? token : nil)
        response.headers[.setCookie] = keeping.setCookie(token, isSecure: isSecure)
        return response
    }

    private static func current(_ exchange: Exchange) throws -> Response {
        guard let caller = exchange.caller, let session = caller.session else { throw noSession }
        return answer(session, caller.key)
    }

    private static func end(_ exchange: Exchange) async throws -> Response {
        guard let session = exchange.caller?.session else { throw noSession }
        try await exchange.context.endSession(session.id)
        var response = Response.noContent
        response.headers[.setCookie] = exchange.caller?.keeping?.removal(
            isSecure: exchange.context.isSecure(exchange.request))
        return response
    }

    private static func list(_ exchange: Exchange) async throws -> Response {
        let context = exchange.context
        // A session is over with its key.
        let live = try await context.service.sessions(limit: listed) { context.keys.key(withID: $0.keyID) != nil }
        let sessions = live.compactMap { session in
            context.keys.key(withID: session.keyID).map { (session: session, key: $0) }
        }
        return .json { json in
            json.object { json in
                json.member("sessions") { json in
                    json.array(of: sessions) { json, item in
                        json.object { write(item.session, item.key, to: &$0) }
                    }
                }
            }
        }
    }

    private static func revoke(_ exchange: Exchange) async throws -> Response {
        guard try await exchange.context.endSession(try exchange.parameter("id")) else {
            throw Problem(.notFound, "There is no session with this id.")
        }
        return .noContent
    }

    private static func ticket(_ exchange: Exchange) async throws -> Response {
        guard let caller = exchange.caller else { throw noSession }
        let (token, now) = (TicketToken.draw(for: .stream), exchange.context.now())
        let ticket = token.ticket(of: caller, at: now)
        try await exchange.service.put(ticket, at: now)
        return .json(.created) { json in
            json.object { json in
                json.member("ticket", token.text)
                json.member("expires_at", ticket.expiresAt)
            }
        }
    }

    private static func answer(
        _ session: Session, _ key: APIKey, _ status: HTTPResponse.Status = .ok, token: SessionToken? = nil
    ) -> Response {
        .json(status) { json in
            json.object { json in
                write(session, key, to: &json)
                json.present("token", token?.text)
            }
        }
    }

    private static func write(_ session: Session, _ key: APIKey, to json: inout JSONWriter) {
        json.member("id", session.id)
        json.member("key", key.name)
        json.member("scopes") { $0.array(of: key.scopes.map(\.rawValue).sorted()) { $0.string($1) } }
        json.member("created_at", session.createdAt)
        json.member("expires_at", session.expiresAt)
    }

    private static let needsKey = Problem(
        .unauthorized, "A session is begun with an API key: send it as `Authorization: Bearer ck_…`.")
    private static let noSession = Problem(.unauthorized, "There is no session: begin one with POST /v1/sessions.")
}

extension SessionKeeping {
    /// Where to keep the session that was asked for. Browsers keep a frame's cookie under https alone. A session that a
    /// desk's ticket began never becomes the console's.
    init(_ asked: SessionRequest, by caller: Caller, isSecure: Bool, isHTTPS: Bool) {
        switch asked.page {
        case _ where !asked.keepsCookies: self = .page
        case .console: self = caller.isByTicket ? .page : .site(isHTTPS: isHTTPS)
        case .panel: self = isSecure ? .frame : .page
        }
    }
}

extension ServerContext {
    /// False when there is none.
    @discardableResult
    func endSession(_ id: String) async throws(StoreError) -> Bool {
        let wasThere = try await service.removeSession(id)
        sessions.forget(id)
        return wasThere
    }
}
