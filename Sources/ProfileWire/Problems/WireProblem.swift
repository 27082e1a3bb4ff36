package import ProfileCore

/// Why a record or a request body cannot be taken.
package struct WireProblem: Hashable, Sendable {
    /// Where, as an RFC 6901 JSON pointer into what was sent.
    package let pointer: String
    /// A stable word, one of `ProblemCode`.
    package let code: String
    /// What would be right; never the value that was sent, which may be personal.
    package let detail: String

    package init(pointer: String, code: String, detail: String) {
        self.pointer = pointer
        self.code = code
        self.detail = detail
    }

    package init(pointer: String, code: ProblemCode, detail: String) {
        self.init(pointer: pointer, code: code.rawValue, detail: detail)
    }
}

/// What was odd about a record that was taken nevertheless.
package struct WireWarning: Hashable, Sendable {
    /// Where, as an RFC 6901 JSON pointer into what was sent.
    package let pointer: String
    /// A stable word, one of `ProblemCode`.
    package let code: String
    /// What was done about it; never the value that was sent.
    package let detail: String

    package init(pointer: String, code: String, detail: String) {
        self.pointer = pointer
        self.code = code
        self.detail = detail
    }

    package init(pointer: String, code: ProblemCode, detail: String) {
        self.init(pointer: pointer, code: code.rawValue, detail: detail)
    }
}

extension IngestVerdict {
    /// What is odd about a record that was taken, beside what its source stated before, and beside the policy.
    package var ownWarnings: [WireWarning] {
        guard status != .refused else { return [] }
        return (missesOrder ? [.missingOrder] : []) + (namesUnknownTier ? [.unknownTier] : [])
    }
}

extension WireWarning {
    /// Repeated and empty names are gone when a notice is held against the policy, so that no place tells which it is.
    fileprivate static let unknownTier = WireWarning(
        pointer: "/tiers", code: .unknownTier,
        detail: "the policy in force does not have all of these tiers: nobody is of those that it lacks")

    /// A record that names nobody but an order of its source leads to nobody until that order is there.
    fileprivate static let missingOrder = WireWarning(
        pointer: "/order_id", code: .unknownOrder,
        detail: "the source states no such order yet, and the record names no customer; send it again after the order")
}

extension JSONWriter {
    package mutating func warning(_ warning: WireWarning) {
        flaw(at: warning.pointer, warning.code, warning.detail)
    }

    /// `{"pointer","code","detail"}`; without a pointer for what is not in the body.
    package mutating func flaw(at pointer: String?, _ code: String, _ detail: String) {
        object {
            $0.present("pointer", pointer)
            $0.member("code", code)
            $0.member("detail", detail)
        }
    }
}

/// Bytes that did not become a value, with everything that was found wrong.
package struct WireRejection: Error, Hashable, Sendable {
    /// Never empty.
    package let problems: [WireProblem]
    /// True when the bytes are no JSON at all.
    package let isNotJSON: Bool

    package init(problems: [WireProblem]) {
        self.problems = problems
        isNotJSON = false
    }

    package init(_ error: JSONError) {
        problems = [WireProblem(pointer: "", code: .invalidJSON, detail: error.detail)]
        isNotJSON = true
    }
}

/// The stable words of problems and warnings.
package enum ProblemCode: String, CaseIterable, Sendable {
    case invalidJSON = "invalid_json"
    case wrongType = "wrong_type"
    case missing
    case duplicateMember = "duplicate_member"
    case unknownMember = "unknown_member"
    /// The body names another kind, source or id than the path.
    case mismatch
    case badSource = "bad_source"
    case reservedSource = "reserved_source"
    case unknownSource = "unknown_source"
    case badIdentifierType = "bad_identifier_type"
    case emptyIdentifier = "empty_identifier"
    case missingCustomer = "missing_customer"
    case unknownOrder = "unknown_order"
    case badEmail = "bad_email"
    case phoneNotRecognised = "phone_not_recognised"
    case phoneNotCallable = "phone_not_callable"
    case blockedIdentifier = "blocked_identifier"
    /// A number in scientific notation, whose other digits a spreadsheet dropped.
    case shortenedNumber = "shortened_number"
    case empty
    case tooLong = "too_long"
    case tooMany = "too_many"
    case tooDeep = "too_deep"
    case controlCharacter = "control_character"
    case badNumber = "bad_number"
    case notAnInteger = "not_an_integer"
    case tooPrecise = "too_precise"
    case outOfRange = "out_of_range"
    case badTime = "bad_time"
    case badDate = "bad_date"
    case impossibleDate = "impossible_date"
    case missingOffset = "missing_offset"
    /// A time that was still to come when the record came in.
    case aheadOfTime = "ahead_of_time"
    /// A refund of more than its order is worth, or than is left of that.
    case exceedsOrder = "exceeds_order"
    /// A promise that was settled before it was made.
    case beforePromise = "before_promise"
    case badClock = "bad_clock"
    case unknownCurrency = "unknown_currency"
    case badLanguage = "bad_language"
    case unknownTimeZone = "unknown_time_zone"
    case unknownCountry = "unknown_country"
    case badWord = "bad_word"
    case badAddress = "bad_address"
    case notAllowed = "not_allowed"
    case notUnique = "not_unique"
    case unknownTier = "unknown_tier"
    /// An agent whom neither a record nor a contact of this customer names, and of whom nothing was learned.
    case unknownAgent = "unknown_agent"
    case badProfileID = "bad_profile_id"
    /// A line that is no row of its file.
    case badRow = "bad_row"
}
