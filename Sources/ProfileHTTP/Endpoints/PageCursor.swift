import Foundation

/// The place where the next page begins, opaque to clients.
enum PageCursor {
    private static let separator = Character("\u{1F}")

    static func encode(_ parts: [String]) -> String {
        Data(parts.joined(separator: String(separator)).utf8).base64EncodedString()
            .replacing("+", with: "-").replacing("/", with: "_").replacing("=", with: "")
    }

    /// Exactly `count` parts; throws a problem when `text` is no cursor that was given out.
    static func decode(_ text: String, count: Int) throws(Problem) -> [String] {
        let plain = text.replacing("-", with: "+").replacing("_", with: "/")
        let padded = plain + String(repeating: "=", count: (4 - plain.utf8.count % 4) % 4)
        guard let data = Data(base64Encoded: padded), let joined = String(validating: data, as: UTF8.self) else {
            throw invalid
        }
        let parts = joined.split(separator: separator, omittingEmptySubsequences: false).map(String.init)
        guard parts.count == count else { throw invalid }
        return parts
    }

    static let ofAnotherProfile = Problem.malformedQuery(
        "bad_cursor", "The cursor is of another profile; it goes with the path of the page that gave it.")

    static let invalid = Problem.malformedQuery("bad_cursor", "A cursor is the `next` of an earlier page, unchanged.")
}
