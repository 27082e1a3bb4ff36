/// Stretches of a text that may be phone numbers, however people write them.
enum PhonesInText {
    /// As long as those that can be called, with an international prefix.
    private static let digits = 7...18
    /// A number is not written in more words.
    private static let mostWords = 8
    /// Nor in more characters, with all that stands between its digits.
    private static let mostBytes = 64

    private struct Word {
        let bytes: Substring.UTF8View
        let digits: Int
    }

    /// At most `limit` of them; nil when there are more. The text is gone through once, and of what follows a word no
    /// more is looked at than a number is long.
    static func candidates(in text: String, atMost limit: Int = .max) -> Set<String>? {
        var found: Set<String> = []
        for stretch in text.utf8.split(whereSeparator: { !isPart($0) }) {
            let words = stretch.split(separator: UInt8(ascii: " "))
                .map { Word(bytes: $0, digits: $0.count(where: isDigit)) }
            for first in words.indices {
                var length = 0
                for last in words[first...].indices.prefix(mostWords) {
                    length += words[last].digits
                    guard length <= digits.upperBound else { break }
                    guard length >= digits.lowerBound else { continue }
                    let bytes = trimmed(stretch[words[first].bytes.startIndex..<words[last].bytes.endIndex])
                    guard bytes.count <= mostBytes else { break }
                    guard found.count < limit else { return nil }
                    found.insert(String(decoding: bytes, as: UTF8.self))
                }
            }
        }
        return found
    }

    private static func isPart(_ byte: UInt8) -> Bool { isDigit(byte) || " +-./()".utf8.contains(byte) }

    private static func isDigit(_ byte: UInt8) -> Bool { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) }

    /// Without what stands around a number in a sentence.
    private static func trimmed(_ bytes: Substring.UTF8View) -> Substring.UTF8View {
        let head = bytes.drop { "-./)".utf8.contains($0) }
        let tail = head.reversed().prefix { !isDigit($0) }.count
        return head.dropLast(tail)
    }
}
