import Testing

/// A body that is no order, and what the service has to say about it.
struct BadRecord: Sendable, CustomTestStringConvertible {
    let testDescription: String
    let bytes: [UInt8]
    let code: String

    init(_ name: String, _ code: String, bytes: [UInt8]) {
        testDescription = name
        self.bytes = bytes
        self.code = code
    }

    /// An order with one member more, or another than usual.
    init(_ name: String, _ code: String, _ members: String) {
        self.init(name, code, bytes: Array(("{" + members + "}").utf8))
    }

    private static let rest = #""status":"paid","placed_at":"2026-01-02T03:04:05Z""#
    private static let about = #""customer":{"crm":"1"}"#
    private static let order = about + "," + rest

    static let all = [
        BadRecord("broken JSON", "invalid_json", order + ","),
        BadRecord("nothing", "invalid_json", bytes: []),
        BadRecord("two values", "invalid_json", bytes: Array("{} {}".utf8)),
        BadRecord("a list", "wrong_type", bytes: Array("[]".utf8)),
        BadRecord("a wrong type", "wrong_type", about + #","status":"paid","placed_at":["2026"]"#),
        BadRecord(
            "an impossible date", "impossible_date", about + #","status":"paid","placed_at":"2026-02-30T00:00:00Z""#),
        BadRecord("a currency that does not exist", "unknown_currency", order + #","currency":"QQQ""#),
        BadRecord("ten to the four hundredth", "out_of_range", order + #","total":1e400"#),
        BadRecord("an exponent beyond any number", "out_of_range", order + #","total":1e99999999999999999999"#),
        BadRecord("a NUL byte", "invalid_json", order + ",\"channel\":\"a\u{0}b\""),
        BadRecord("an escaped NUL", "control_character", about + #","placed_at":"2026\u0000","status":"paid""#),
        BadRecord("a lone surrogate", "invalid_json", order + #","channel":"\ud800""#),
        BadRecord("surrogates the wrong way round", "invalid_json", order + #","channel":"\udc00\ud800""#),
        BadRecord(
            "bytes that are no UTF-8", "invalid_json",
            bytes: Array(#"{"a":""#.utf8) + [0xC0, 0xAF] + Array("\"}".utf8)),
        BadRecord(
            "an encoded surrogate", "invalid_json",
            bytes: Array(#"{"a":""#.utf8) + [0xED, 0xA0, 0x80] + Array("\"}".utf8)),
        BadRecord(
            "a hundred thousand open brackets", "invalid_json",
            bytes: Array(repeating: UInt8(ascii: "["), count: 100_000)),
        BadRecord(
            "a hundred thousand open braces", "invalid_json",
            bytes: Array(String(repeating: #"{"a":"#, count: 100_000).utf8)),
        BadRecord("a misspelt type of identifier", "bad_identifier_type", #""customer":{"CRM":"1"},"# + rest),
        BadRecord("nobody it is about", "missing_customer", rest),
        BadRecord("a member twice", "duplicate_member", order + #","total":"1","total":"2""#),
        BadRecord(
            "a word that is none", "not_allowed", about + #","placed_at":"2026-01-02T03:04:05Z","status":"lost""#),
        BadRecord("not a number", "invalid_json", order + #","total":NaN"#),
    ]
}
