/// Stretches of a text that may be phone numbers, however people write them.
enum PhonesInText {
    /// As long as those that can be called, with an international prefix.
    private static let digits = 7...18
    /// A number is not written in more words.
    private static let mostWords = 8

    static func candidates(in text: String) -> Set<String> {
        var found: Set<String> = []
        for stretch in text.utf8.split(whereSeparator: { !isPart($0) }) where count(stretch) >= digits.lowerBound {
            let words = stretch.split(separator: UInt8(ascii: " "))
            for first in words.indices {
                var length = 0
                for last in words[first...].indices.prefix(mostWords) {
                    length += count(words[last])
                    guard length <= digits.upperBound else { break }
                    guard length >= digits.lowerBound else { continue }
                    let bytes = stretch[words[first].startIndex..<words[last].endIndex]
                    found.insert(trimmed(String(decoding: bytes, as: UTF8.self)))
                }
            }
        }
        return found
    }

    private static func isPart(_ byte: UInt8) -> Bool { isDigit(byte) || " +-./()".utf8.contains(byte) }

    private static func isDigit(_ byte: UInt8) -> Bool { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) }

    private static func count(_ bytes: Substring.UTF8View) -> Int { bytes.count(where: isDigit) }

    /// Without what stands around a number in a sentence.
    private static func trimmed(_ text: String) -> String {
        let tail = text.utf8.reversed().prefix { !isDigit($0) }.count
        return String(text.drop { "-./)".contains($0) }.dropLast(tail))
    }
}
