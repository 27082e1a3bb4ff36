import NIOHTTP1
package import ProfileStore
package import ProfileWire

extension Problem {
    package init(_ error: StoreError) {
        switch error {
        case .unavailable: self.init(.unavailable, "The store cannot be reached or is stopping; try again.")
        case .cannotWrite: self.init(.storageFull, "The store takes no writes at the moment; reads still work.")
        case .diskFailed: self.init(.unavailable, "The disk failed; the service stops.")
        case .unreadable, .failed: self.init(.internalError, "The log of the service says more.")
        }
    }

    package init(_ error: JSONError) {
        self.init(
            .malformedJSON, "The body has to be one JSON value.",
            flaws: [Flaw(pointer: "", code: error.code.rawValue, detail: error.detail)])
    }

    /// Of a record that stands alone.
    init(rejectedRecord rejection: WireRejection) {
        let flaws = rejection.problems.map { Flaw(pointer: $0.pointer, code: $0.code, detail: $0.detail) }
        if rejection.isNotJSON {
            self.init(.malformedJSON, "The body has to be one JSON value.", flaws: flaws)
        } else {
            self.init(.invalidRecord, "Nothing was stored; `errors` lists what to correct.", flaws: flaws)
        }
    }

    /// Of any other body.
    init(rejectedBody rejection: WireRejection) {
        let flaws = rejection.problems.map { Flaw(pointer: $0.pointer, code: $0.code, detail: $0.detail) }
        if rejection.isNotJSON {
            self.init(.malformedJSON, "The body has to be one JSON value.", flaws: flaws)
        } else {
            self.init(.invalidBody, "Nothing was done; `errors` lists what to correct.", flaws: flaws)
        }
    }

    static func malformedQuery(_ code: String, _ detail: String) -> Problem {
        Problem(
            .malformedRequest, "The query of the request is not as documented.",
            flaws: [Flaw(code: code, detail: detail)])
    }

    static func malformedPath(_ code: String, _ detail: String) -> Problem {
        Problem(
            .malformedRequest, "The path of the request is not as documented.",
            flaws: [Flaw(code: code, detail: detail)])
    }

    static func invalidBody(_ pointer: String, _ code: String, _ detail: String) -> Problem {
        Problem(
            .invalidBody, "The body does not say what is needed.",
            flaws: [Flaw(pointer: pointer, code: code, detail: detail)])
    }

    static let sharedIdentifier = Problem(
        .ambiguousIdentifier, "Several profiles share this identifier; POST /v1/profiles/lookup ranks them.")

    static let unknownProfile = Problem(.notFound, "No profile has this id or identifier.")
}

/// Problems of a connection, of which the client learns before, or instead of, an answer of the service itself.
extension Problem {
    /// Nil when `error` does not come from what the client sent.
    init?(ofConnection error: any Error) {
        switch error {
        case HTTPParserError.headerOverflow:
            self.init(.headerTooLarge, "The header has too many fields, or too long ones.")
        case is HTTPParserError: self.init(.malformedRequest, "What was sent is not HTTP/1.1.")
        case HeadCheck.Refusal.hostUnclear:
            self.init(
                .malformedRequest, "A request of HTTP/1.1 has one Host field.",
                flaws: [Flaw(code: "bad_host", detail: "the name of this host, once")])
        case HeadCheck.Refusal.unknownTransferCoding:
            let rule = "Transfer-Encoding: chunked and nothing else; a packed body says so as Content-Encoding"
            self.init(
                .malformedRequest, "The body is sent in a way that is not known here.",
                flaws: [Flaw(code: "bad_transfer_encoding", detail: rule)])
        default: return nil
        }
    }

    static let slowRequest = Problem(.requestTimeout, "The request did not arrive in time.")
}
