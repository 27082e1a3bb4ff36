import Crypto
import HTTPTypes
import ProfileCore
import ProfileService
import ProfileStore

/// A session as a browser holds it, in a cookie that scripts do not see: `ses_<id>.<secret>`.
struct SessionToken: Hashable, Sendable {
    static let lifetime: Int64 = 12 * 3600
    static let cookie = "clientele_session"

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

    /// The session that a request carries; nil when it carries none.
    init?(in fields: HTTPFields) {
        let pairs = fields[values: .cookie].lazy.flatMap { $0.split(separator: ";") }
        let texts = pairs.compactMap { pair -> Substring? in
            let parts = pair.drop { $0 == " " }.split(separator: "=", maxSplits: 1)
            return parts.count == 2 && parts[0] == Self.cookie ? parts[1] : nil
        }
        guard let token = texts.lazy.compactMap({ SessionToken($0) }).first else { return nil }
        self = token
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

    func setCookie(isSecure: Bool) -> String {
        Self.setCookie(id + "." + secret, for: Self.lifetime, isSecure)
    }

    /// Makes a browser forget it.
    static func removal(isSecure: Bool) -> String { setCookie("", for: 0, isSecure) }

    private static func setCookie(_ value: String, for seconds: Int64, _ isSecure: Bool) -> String {
        "\(cookie)=\(value); HttpOnly; SameSite=Strict; Path=/; Max-Age=\(seconds)" + (isSecure ? "; Secure" : "")
    }
}

/// A ticket as its holder puts it into a URL: good once, and for half a minute.
struct TicketToken: Hashable, Sendable {
    static let lifetime: Int64 = 30

    let text: String

    private init(drawn text: String) { self.text = text }

    /// Nil unless `text` has the form of a ticket.
    init?(_ text: String) {
        guard text.hasPrefix("tkt_"), text.utf8.count <= 128 else { return nil }
        self.text = text
    }

    static func draw() -> TicketToken {
        var generator = SystemRandomNumberGenerator()
        return TicketToken(drawn: "tkt_" + KeyToken.word(of: 52, from: &generator))
    }

    /// The store's key for it.
    var id: String { SHA256.hash(data: Array(text.utf8)).hexadecimal }

    func ticket(of caller: Caller, at now: Timestamp) -> StreamTicket {
        let end = Timestamp(milliseconds: now.milliseconds + Self.lifetime * Timestamp.millisecondsPerSecond)
        return StreamTicket(id: id, keyID: caller.key.id, sessionID: caller.session?.id, expiresAt: end)
    }
}
