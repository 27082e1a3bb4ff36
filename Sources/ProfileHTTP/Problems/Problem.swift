import HTTPTypes
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
    /// What is wrong with the store, for whoever asked whether the service is ready.
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
