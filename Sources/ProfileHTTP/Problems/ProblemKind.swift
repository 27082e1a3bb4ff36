package import HTTPTypes

/// Every kind of problem the service tells of; the raw value ends its `type` URI.
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
