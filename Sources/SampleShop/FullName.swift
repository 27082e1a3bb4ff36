import Foundation

/// What a person is called, and how a machine without accents would spell it.
struct FullName: Equatable, Sendable {
    let given: String
    let family: String
    let familyFirst: Bool
    let latinGiven: String
    let latinFamily: String

    /// Names may be given as `美咲=misaki`: as written, and as spelled in an address of electronic mail.
    init(given: String, family: String, familyFirst: Bool = false) {
        (self.given, latinGiven) = Self.forms(given)
        (self.family, latinFamily) = Self.forms(family)
        self.familyFirst = familyFirst
    }

    var whole: String { familyFirst ? "\(family) \(given)" : "\(given) \(family)" }

    private static func forms(_ name: String) -> (written: String, latin: String) {
        let parts = name.split(separator: "=")
        return (String(parts[0]), latin(String(parts[parts.count - 1])))
    }

    private static let spelledOut: [Character: String] = [
        "ä": "ae", "ö": "oe", "ü": "ue", "ß": "ss", "å": "a", "ø": "o", "ł": "l", "đ": "d", "ı": "i",
    ]

    private static func latin(_ name: String) -> String {
        let spelled = name.lowercased().map { spelledOut[$0] ?? String($0) }.joined()
        let letters = spelled.decomposedStringWithCanonicalMapping.unicodeScalars.filter { ("a"..."z").contains($0) }
        return String(String.UnicodeScalarView(letters))
    }
}
