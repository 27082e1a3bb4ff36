/// How to address a customer: salutation and family name in the order their language expects, else the given name.
package enum Greeting {
    /// Nil when neither can be said. The salutation is taken as the source writes it: `Ms`, `Frau`, `úr`, `様`.
    package static func text(
        salutation: String?, givenName: String?, familyName: String?, language: String?
    ) -> String? {
        guard let salutation, let familyName else { return givenName }
        guard follows(salutation, in: language) else { return "\(salutation) \(familyName)" }
        return isJoined(salutation, to: familyName) ? familyName + salutation : "\(familyName) \(salutation)"
    }

    /// Whether the salutation stands behind the name.
    private static func follows(_ salutation: String, in language: String?) -> Bool {
        if salutation.hasPrefix("-") { return true }
        switch language?.prefix(while: { $0 != "-" }).lowercased() {
        // Hungarian titles before the name are abbreviations, as in `Dr. Nagy`.
        case "hu": return !salutation.hasSuffix(".")
        // A foreign title keeps its foreign place, as in `Mr Tanaka`.
        case "ja", "zh", "yue", "ko": return isEastAsian(salutation)
        default: return false
        }
    }

    private static func isJoined(_ salutation: String, to familyName: String) -> Bool {
        salutation.hasPrefix("-") || (isUnspaced(salutation) && isUnspaced(familyName))
    }

    /// Scripts from the CJK radicals on: kana, ideographs and hangul.
    private static func isEastAsian(_ text: String) -> Bool {
        text.unicodeScalars.allSatisfy { $0.value >= 0x2E80 }
    }

    /// Chinese and Japanese set no spaces between words; Korean does.
    private static func isUnspaced(_ text: String) -> Bool {
        isEastAsian(text) && !text.unicodeScalars.contains { (0xAC00...0xD7A3).contains($0.value) }
    }
}
