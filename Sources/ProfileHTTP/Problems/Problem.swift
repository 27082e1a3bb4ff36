package import HTTPTypes
import ProfileWire

/// Why a request was not answered as wished: a problem detail as of RFC 9457.
///
/// No text in it may repeat a value that came with the request, for such values can be personal.
package struct Problem: Error, Sendable {
    /// One thing that is wrong in the request.
    package struct Flaw: Hashable, Sendable {
        /// A JSON pointer (RFC 6901) into the body; nil when the flaw is not in the body.
        package let pointer: String?
        /// A word for programs.
        package let code: String
        /// What would be right, for people.
        package let detail: String

        package init(pointer: String? = nil, code: String, detail: String) {
            self.pointer = pointer
            self.code = code
            self.detail = detail
        }
    }

    package let kind: ProblemKind
    package let detail: String
    package let flaws: [Flaw]
    /// The methods that would be right, for `methodNotAllowed`.
    package let allowed: [String]
    /// The scopes of which one would do, for `insufficientScope`.
    package private(set) var wantedScopes: [String] = []
    /// What a stream of records had acknowledged before it broke off.
    package private(set) var committed: IngestCounts?
    /// What is wrong with the store, in answers to `/readyz`.
    package private(set) var store: StoreReport?
    /// Whether it repeats itself as `code` and `message`, which libraries show their users.
    var speaksToLibraries = false

    package init(_ kind: ProblemKind, _ detail: String, flaws: [Flaw] = [], allowed: [String] = []) {
        self.kind = kind
        self.detail = detail
        self.flaws = flaws
        self.allowed = allowed
    }

    package func after(committing counts: IngestCounts) -> Problem {
        var problem = self
        problem.committed = counts
        return problem
    }

    func wanting(_ scopes: [String]) -> Problem {
        var problem = self
        problem.wantedScopes = scopes
        return problem
    }

    func about(_ store: StoreReport) -> Problem {
        var problem = self
        problem.store = store
        return problem
    }
}

extension Problem {
    /// The problem as `application/problem+json`.
    package var document: [UInt8] {
        var json = JSONWriter(reservingCapacity: 512)
        json.object { json in
            json.member("type", "/problems/" + kind.rawValue)
            json.member("title", kind.title)
            json.member("status", kind.status.code)
            json.member("detail", detail)
            if speaksToLibraries {
                json.member("code", kind.rawValue)
                json.member("message", detail)
            }
            json.present("committed", committed) { $1.write(to: &$0) }
            json.present("store", store) { $1.write(to: &$0) }
            guard !flaws.isEmpty else { return }
            json.member("errors") { $0.array(of: flaws) { $0.flaw(at: $1.pointer, $1.code, $1.detail) } }
        }
        return json.bytes
    }
}

/// Every kind of problem that the service answers with; the raw value ends its `type` URI.
package enum ProblemKind: String, CaseIterable, Sendable {
    case malformedRequest = "malformed-request"
    case malformedJSON = "malformed-json"
    case malformedStream = "malformed-stream"
    case unauthorized = "unauthorized"
    case wrongSignature = "wrong-signature"
    case insufficientScope = "insufficient-scope"
    case foreignOrigin = "foreign-origin"
    case sourceNotAllowed = "source-not-allowed"
    case notFound = "not-found"
    case methodNotAllowed = "method-not-allowed"
    case requestTimeout = "request-timeout"
    case ambiguousIdentifier = "ambiguous-identifier"
    case stateConflict = "state-conflict"
    case contentTooLarge = "content-too-large"
    case unsupportedMediaType = "unsupported-media-type"
    case invalidRecord = "invalid-record"
    case invalidBody = "invalid-body"
    case headerTooLarge = "header-too-large"
    case internalError = "internal-error"
    case unavailable = "unavailable"
    case tooManyStreams = "too-many-streams"
    case tooManyRequests = "too-many-requests"
    case callTooLarge = "call-too-large"
    case storageFull = "storage-full"

    package var status: HTTPResponse.Status { meaning.status }
    package var title: String { meaning.title }

    private var meaning: (status: HTTPResponse.Status, title: String) {
        switch self {
        case .malformedRequest: (.badRequest, "The request is malformed")
        case .malformedJSON: (.badRequest, "The body is not JSON")
        case .malformedStream: (.badRequest, "The stream of records is damaged")
        case .unauthorized: (.unauthorized, "A valid API key is needed")
        case .wrongSignature: (.unauthorized, "What was sent is not signed as it has to be")
        case .insufficientScope: (.forbidden, "The API key lacks the scope")
        case .foreignOrigin: (.forbidden, "The change does not come from a page of this host")
        case .sourceNotAllowed: (.forbidden, "The API key may not write for this source")
        case .notFound: (.notFound, "Not found")
        case .methodNotAllowed: (.methodNotAllowed, "The method is not allowed here")
        case .requestTimeout: (.requestTimeout, "The request took too long to arrive")
        case .ambiguousIdentifier: (.conflict, "The identifier leads to several profiles")
        case .stateConflict: (.conflict, "The present state does not allow this")
        case .contentTooLarge: (.contentTooLarge, "The body is too large")
        case .unsupportedMediaType: (.unsupportedMediaType, "The media type is not supported")
        case .invalidRecord: (.unprocessableContent, "The record breaks rules")
        case .invalidBody: (.unprocessableContent, "The body breaks rules")
        case .headerTooLarge: (.requestHeaderFieldsTooLarge, "The header is too large")
        case .internalError: (.internalServerError, "Something went wrong in the service")
        case .unavailable: (.serviceUnavailable, "The service is not available at the moment")
        case .tooManyStreams: (.serviceUnavailable, "Too many streams at the same time")
        case .tooManyRequests: (.tooManyRequests, "Too many calls at the same time")
        case .callTooLarge: (.badRequest, "The call is too large")
        case .storageFull:
            (.init(code: 507, reasonPhrase: "Insufficient Storage"), "The store cannot be written to")
        }
    }

    /// The scheme of `WWW-Authenticate`; nil for problems that credentials do not solve.
    var challenge: String? {
        switch self {
        case .unauthorized: "Bearer"
        case .wrongSignature: "Signature"
        default: nil
        }
    }

    /// Seconds after which trying again makes sense.
    var retryAfter: Int? {
        switch self {
        case .unavailable: 1
        case .tooManyStreams, .tooManyRequests: 5
        case .storageFull: 60
        default: nil
        }
    }

    /// After these the rest of the request is of no use, so that the connection is given up.
    var closesConnection: Bool {
        switch self {
        case .requestTimeout, .contentTooLarge, .callTooLarge, .headerTooLarge, .malformedStream: true
        default: false
        }
    }
}
