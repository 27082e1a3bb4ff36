import HTTPTypes
import Hummingbird
import ProfileCore
import ProfileService
import ProfileStore
import Synchronization

/// Who asks: the holder of a key, or of a session that was begun with it.
package struct Caller: Sendable {
    let key: APIKey
    var session: Session? = nil
    /// Where the browser keeps the session; nil without one, and where a ticket stands for it.
    var keeping: SessionKeeping? = nil
    /// Whether a ticket stands for the key.
    var isByTicket = false
}

extension ServerContext {
    /// Who asks; nil when the request proves nothing. Throws a problem when a page of elsewhere makes a browser ask.
    func caller(of request: Request, for route: Route) async throws -> Caller? {
        let authorization = request.headers[.authorization]
        if let key = keys.key(in: authorization) { return Caller(key: key) }
        // What anybody may ask for needs no store.
        if case .anyone = route.access { return nil }
        if let authorization { return try await caller(bearing: authorization, for: route) }
        if request.method == .get, route.query.contains(Query.ticket), let ticket = Query.ticket(in: request.uri.query)
        {
            return try await caller(by: ticket)
        }
        let keeping = SessionKeeping.ofCookie(in: request.headers, isHTTPS: isHTTPS)
        guard let token = keeping.token(in: request.headers), let caller = try await caller(by: token, keeping) else {
            return nil
        }
        try checkOrigin(request)
        return caller
    }

    /// Of a session that a page holds in memory, or of a ticket in place of a key.
    private func caller(bearing authorization: String, for route: Route) async throws(StoreError) -> Caller? {
        guard let text = KeyRing.bearer(in: authorization) else { return nil }
        if route.method == .post, route.path == SessionEndpoints.beginning,
            let ticket = TicketToken(String(text), for: .signIn)
        {
            return try await caller(by: ticket)
        }
        guard let token = SessionToken(text) else { return nil }
        return try await caller(by: token, .page)
    }

    private func caller(by token: SessionToken, _ keeping: SessionKeeping) async throws(StoreError) -> Caller? {
        guard let session = try await sessions.session(token), let key = keys.key(withID: session.keyID) else {
            return nil
        }
        return Caller(key: key, session: session, keeping: keeping)
    }

    private func caller(by ticket: TicketToken) async throws(StoreError) -> Caller? {
        guard let taken = try await service.takeTicket(ticket.id), now() < taken.expiresAt,
            let key = keys.key(withID: taken.keyID)
        else { return nil }
        guard let id = taken.sessionID else { return Caller(key: key, isByTicket: true) }
        return try await sessions.session(id).map { Caller(key: key, session: $0) }
    }

    /// Whether who began a stream may still read it.
    func admits(_ caller: Caller?) async -> Bool {
        guard let caller else { return true }
        guard keys.holds(caller.key) else { return false }
        guard let session = caller.session else { return true }
        return (try? await sessions.session(session.id)) != nil
    }

    /// A browser sends a cookie along whatever page makes it ask, so a change has to come from a page of this host.
    private func checkOrigin(_ request: Request) throws(Problem) {
        guard request.method != .get, request.method != .head else { return }
        guard let origin = request.origin, ownOrigins(request).contains(origin) else {
            throw Problem(.foreignOrigin, "With a session, changes are taken from pages of this host alone.")
        }
    }

    private func ownOrigins(_ request: Request) -> [String] {
        let host = (request.head.authority ?? "").lowercased()
        return (host.isEmpty ? [] : ["http://" + host, "https://" + host]) + (publicOrigin.map { [$0] } ?? [])
    }

    /// Whether browsers find the service by https alone, as the settings say.
    var isHTTPS: Bool { publicOrigin?.hasPrefix("https:") == true }

    /// Whether the page that asks was loaded by https, whatever a proxy made of that.
    func isSecure(_ request: Request) -> Bool {
        if isHTTPS { return true }
        return request.origin.map { $0.hasPrefix("https:") && ownOrigins(request).contains($0) } ?? false
    }
}

extension Request {
    /// The page that makes a browser ask, by scheme and host.
    fileprivate var origin: String? { headers[.origin]?.lowercased() }
}

extension Query {
    static let ticket = "ticket"

    /// The ticket that a query carries, looked at before anything else is.
    static func ticket(in text: String?) -> TicketToken? {
        let pairs = (text ?? "").split(separator: "&")
        let value = pairs.first { $0.hasPrefix(ticket + "=") }?.dropFirst(ticket.count + 1)
        return value.flatMap { TicketToken(String($0), for: .stream) }
    }
}

/// The sessions that were used of late.
///
/// One is asked for again after a second, so that one that another node ended is over here too. While the store is
/// away, those that are known go on to hold.
final class SessionRing: Sendable {
    private struct Known {
        let session: Session
        let readAt: ContinuousClock.Instant
    }

    private static let freshness = Duration.seconds(1)
    private static let most = 20_000

    private let service: ProfileService
    private let now: @Sendable () -> Timestamp
    private let known = Mutex<[String: Known]>([:])

    init(_ service: ProfileService, now: @escaping @Sendable () -> Timestamp) {
        self.service = service
        self.now = now
    }

    /// The session that a token proves to hold; nil once it is over.
    func session(_ token: SessionToken) async throws(StoreError) -> Session? {
        guard let session = try await session(token.id), KeyRing.areEqual(session.secretHash, token.secretHash) else {
            return nil
        }
        return session
    }

    func session(_ id: String) async throws(StoreError) -> Session? {
        let found = known.withLock { $0[id] }
        if let found, found.readAt.duration(to: .now) < Self.freshness { return valid(found.session) }
        do {
            let read = try await service.session(id)
            known.withLock { known in
                makeRoom(for: id, in: &known)
                known[id] = read.map { Known(session: $0, readAt: .now) }
            }
            return read.flatMap(valid)
        } catch {
            guard let found else { throw error }
            return valid(found.session)
        }
    }

    /// Drops what is over, and everything when that is not enough.
    private func makeRoom(for id: String, in known: inout [String: Known]) {
        guard known.count >= Self.most, known[id] == nil else { return }
        known = known.filter { valid($0.value.session) != nil }
        if known.count >= Self.most { known = [:] }
    }

    func forget(_ id: String) {
        known.withLock { $0[id] = nil }
    }

    private func valid(_ session: Session) -> Session? {
        now() < session.expiresAt ? session : nil
    }
}
