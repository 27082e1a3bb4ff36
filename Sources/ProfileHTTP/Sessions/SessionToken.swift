import Crypto
import HTTPTypes
import ProfileCore
import ProfileService
import ProfileStore

/// A session as a browser holds it: `ses_<id>.<secret>`.
struct SessionToken: Hashable, Sendable {
    static let lifetime: Int64 = 12 * 3600

    let id: String
    private let secret: String

    /// Nil unless `text` has the form of a session.
    init?(_ text: some StringProtocol) {
        let parts = text.split(separator: ".", omittingEmptySubsequences: false)
        guard text.utf8.count <= 128, parts.count == 2, parts[0].hasPrefix("ses_"), !parts[1].isEmpty else {
            return nil
        }
        id = String(parts[0])
        secret = String(parts[1])
    }

    private init(id: String, secret: String) {
        self.id = id
        self.secret = secret
    }

    static func draw() -> SessionToken {
        var generator = SystemRandomNumberGenerator()
        return SessionToken(
            id: "ses_" + KeyToken.word(of: 16, from: &generator), secret: KeyToken.word(of: 52, from: &generator))
    }

    var secretHash: [UInt8] { Array(SHA256.hash(data: Array(secret.utf8))) }

    /// What the store keeps of it.
    func session(of key: APIKey, at now: Timestamp) -> Session {
        let end = Timestamp(milliseconds: now.milliseconds + Self.lifetime * Timestamp.millisecondsPerSecond)
        return Session(id: id, secretHash: secretHash, keyID: key.id, createdAt: now, expiresAt: end)
    }

    var text: String { id + "." + secret }
}

/// Where a browser keeps a session, so that those of different pages are not taken for each other.
enum SessionKeeping: Hashable, Sendable {
    /// In a cookie that goes along with requests of this site's own pages. Under https its name keeps other hosts of
    /// the domain from setting it (`__Host-`).
    case site(isHTTPS: Bool)
    /// In a cookie of the panel in a frame of another site: one for each site around it. It goes along with whatever
    /// such a frame asks for, and therefore acts only for a request that says so by a header no other site can send.
    case frame
    /// In the memory of a page, which sends it as a bearer. No browser sends it unasked.
    case page

    /// Says that a request is the panel's.
    static let header = HTTPField.Name("Clientele-Session") ?? .server
    static let panel = "panel"

    /// The cookie that acts for a request.
    static func ofCookie(in fields: HTTPFields, isHTTPS: Bool) -> SessionKeeping {
        fields[header] == panel ? .frame : .site(isHTTPS: isHTTPS)
    }

    private var cookie: String? {
        switch self {
        case .site(let isHTTPS): (isHTTPS ? "__Host-" : "") + "clientele_session"
        case .frame: "__Host-clientele_panel"
        case .page: nil
        }
    }

    /// The session in the cookie of a request; nil when there is none, or when several differ: another host of the
    /// domain may have set one of them.
    func token(in fields: HTTPFields) -> SessionToken? {
        let pairs = fields[values: .cookie].lazy.flatMap { $0.split(separator: ";") }
        let values = pairs.compactMap { pair -> Substring? in
            let parts = pair.drop { $0 == " " }.split(separator: "=", maxSplits: 1)
            return parts.count == 2 && String(parts[0]) == cookie ? parts[1] : nil
        }
        guard let value = values.first, values.allSatisfy({ $0 == value }) else { return nil }
        return SessionToken(value)
    }

    /// Has a browser keep a session; nil where it does so without a cookie.
    func setCookie(_ token: SessionToken, isSecure: Bool) -> String? {
        setCookie(token.text, for: SessionToken.lifetime, isSecure)
    }

    /// Makes a browser forget it.
    func removal(isSecure: Bool) -> String? { setCookie("", for: 0, isSecure) }

    private func setCookie(_ value: String, for seconds: Int64, _ isSecure: Bool) -> String? {
        guard let cookie else { return nil }
        let whose = self == .frame ? "SameSite=None; Partitioned" : "SameSite=Strict"
        // Browsers take a partitioned cookie under https alone.
        return "\(cookie)=\(value); HttpOnly; \(whose); Path=/; Max-Age=\(seconds)"
            + (isSecure || self == .frame ? "; Secure" : "")
    }
}

/// A ticket as its holder shows it: good once, for half a minute, and for one purpose.
struct TicketToken: Hashable, Sendable {
    /// What a ticket is good for; the raw value begins its text.
    enum Purpose: String {
        /// To open a stream, from a URL.
        case stream = "tkt_"
        /// To begin a session, in place of a key.
        case signIn = "sgn_"
    }

    static let lifetime: Int64 = 30

    let text: String

    private init(drawn text: String) { self.text = text }

    /// Nil unless `text` has the form of a ticket for that purpose.
    init?(_ text: String, for purpose: Purpose) {
        guard text.hasPrefix(purpose.rawValue), text.utf8.count <= 128 else { return nil }
        self.text = text
    }

    static func draw(for purpose: Purpose) -> TicketToken {
        var generator = SystemRandomNumberGenerator()
        return TicketToken(drawn: purpose.rawValue + KeyToken.word(of: 52, from: &generator))
    }

    /// The store's key for it.
    var id: String { SHA256.hash(data: Array(text.utf8)).hexadecimal }

    func ticket(of caller: Caller, at now: Timestamp) -> Ticket {
        let end = Timestamp(milliseconds: now.milliseconds + Self.lifetime * Timestamp.millisecondsPerSecond)
        return Ticket(id: id, keyID: caller.key.id, sessionID: caller.session?.id, expiresAt: end)
    }
}
