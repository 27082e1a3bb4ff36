/// The values that systems send in place of an identifier they do not have, which must never link two people.
///
/// The list joins those of Segment (zeros and dashes, `-1`, `null`, `anonymous`) and of PostHog (words in any case,
/// words in one case, each also in quotation marks, and blank ones).
package enum BlockedValues {
    private static let inAnyCase: Set<String> = [
        "anonymous", "guest", "distinctid", "distinct_id", "id", "not_authenticated", "email", "undefined", "true",
        "false",
    ]

    private static let exactly: Set<String> = ["[object Object]", "NaN", "None", "none", "null", "0", "-1"]

    /// The longest word of either list, in bytes.
    private static let longest = 17

    package static func contains(_ value: String) -> Bool {
        let bare = withoutQuotes(value)
        if bare.utf8.allSatisfy({ $0 == UInt8(ascii: "0") || $0 == UInt8(ascii: "-") }) { return true }
        guard bare.utf8.count <= longest else { return false }
        if bare.utf8.allSatisfy({ $0 == 0x20 }) { return true }
        return exactly.contains(bare) || inAnyCase.contains(bare.lowercased())
    }

    /// The value without one pair of equal quotation marks around it.
    private static func withoutQuotes(_ value: String) -> String {
        guard let first = value.utf8.first, first == UInt8(ascii: "\"") || first == UInt8(ascii: "'"),
            value.utf8.count >= 2, value.utf8.last == first
        else { return value }
        return String(value.dropFirst().dropLast())
    }
}
