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
    /// Seconds after which trying again makes sense.
    package let retryAfter: Int?
    /// The methods that would be right, for `methodNotAllowed`.
    package let allowed: [String]
    /// What a stream of records had acknowledged before it broke off.
    package let committed: IngestCounts?
    /// What is wrong with the store, in answers to `/readyz`.
    package let store: StoreReport?

    package init(
        _ kind: ProblemKind, _ detail: String, flaws: [Flaw] = [], retryAfter: Int? = nil, allowed: [String] = [],
        committed: IngestCounts? = nil, store: StoreReport? = nil
    ) {
        self.kind = kind
        self.detail = detail
        self.flaws = flaws
        self.retryAfter = retryAfter ?? kind.retryAfter
        self.allowed = allowed
        self.committed = committed
        self.store = store
    }

    package func after(committing counts: IngestCounts) -> Problem {
        Problem(kind, detail, flaws: flaws, retryAfter: retryAfter, allowed: allowed, committed: counts)
    }

    func about(_ store: StoreReport) -> Problem {
        Problem(kind, detail, flaws: flaws, retryAfter: retryAfter, allowed: allowed, store: store)
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
            json.present("committed", committed) { $1.write(to: &$0) }
            json.present("store", store) { $1.write(to: &$0) }
            if !flaws.isEmpty { json.member("errors") { $0.array(of: flaws) { $1.write(to: &$0) } } }
        }
        return json.bytes
    }
}

extension Problem.Flaw {
    func write(to json: inout JSONWriter) {
        json.object { json in
            json.present("pointer", pointer)
            json.member("code", code)
            json.member("detail", detail)
        }
    }
}

/// Every kind of problem that the service answers with; the raw value ends its `type` URI.
package enum ProblemKind: String, CaseIterable, Sendable {
    case malformedRequest = "malformed-request"
    case malformedJSON = "malformed-json"
    case malformedStream = "malformed-stream"
    case unauthorized = "unauthorized"
    case insufficientScope = "insufficient-scope"
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
    case storageFull = "storage-full"

    package var status: HTTPResponse.Status {
        switch self {
        case .malformedRequest, .malformedJSON, .malformedStream: .badRequest
        case .unauthorized: .unauthorized
        case .insufficientScope, .sourceNotAllowed: .forbidden
        case .notFound: .notFound
        case .methodNotAllowed: .methodNotAllowed
        case .requestTimeout: .requestTimeout
        case .ambiguousIdentifier, .stateConflict: .conflict
        case .contentTooLarge: .contentTooLarge
        case .unsupportedMediaType: .unsupportedMediaType
        case .invalidRecord, .invalidBody: .unprocessableContent
        case .headerTooLarge: .requestHeaderFieldsTooLarge
        case .internalError: .internalServerError
        case .unavailable, .tooManyStreams: .serviceUnavailable
        case .storageFull: .init(code: 507, reasonPhrase: "Insufficient Storage")
        }
    }

    package var title: String {
        switch self {
        case .malformedRequest: "The request is malformed"
        case .malformedJSON: "The body is not JSON"
        case .malformedStream: "The stream of records is damaged"
        case .unauthorized: "A valid API key is needed"
        case .insufficientScope: "The API key lacks the scope"
        case .sourceNotAllowed: "The API key may not write for this source"
        case .notFound: "Not found"
        case .methodNotAllowed: "The method is not allowed here"
        case .requestTimeout: "The request took too long to arrive"
        case .ambiguousIdentifier: "The identifier leads to several profiles"
        case .stateConflict: "The present state does not allow this"
        case .contentTooLarge: "The body is too large"
        case .unsupportedMediaType: "The media type is not supported"
        case .invalidRecord: "The record breaks rules"
        case .invalidBody: "The body breaks rules"
        case .headerTooLarge: "The header is too large"
        case .internalError: "Something went wrong in the service"
        case .unavailable: "The service is not available at the moment"
        case .tooManyStreams: "Too many streams at the same time"
        case .storageFull: "The store cannot be written to"
        }
    }

    var retryAfter: Int? {
        switch self {
        case .unavailable: 1
        case .tooManyStreams: 5
        case .storageFull: 60
        default: nil
        }
    }

    /// After these the rest of the request is of no use, so that the connection is given up.
    var closesConnection: Bool {
        switch self {
        case .requestTimeout, .contentTooLarge, .headerTooLarge, .malformedStream: true
        default: false
        }
    }
}
