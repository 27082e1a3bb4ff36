/// Stretches of a text that may be phone numbers, however people write them.
enum PhonesInText {
    /// As long as those that can be called, with an international prefix.
    private static let digits = 7...18
    /// A number is not written in more words.
    private static let mostWords = 8
    /// Nor in more characters, with all that stands between its digits.
    private static let mostBytes = 64

    private struct Word {
        let start: String.Index
        let digits: Int
    }

    /// At most `limit` of them; nil when there are more. The text is gone through once, and of what comes before the
    /// end of a word no more is kept than a number is long: a text may be megabytes of short words.
    static func candidates(in text: String, atMost limit: Int) -> Set<String>? {
        var found: Set<String> = []
        var words: [Word] = []
        var rest = text.utf8[...]
        while let first = rest.first {
            guard isPart(first) else {
                words.removeAll(keepingCapacity: true)
                rest = rest.drop { !isPart($0) }
                continue
            }
            let word = rest.prefix { isPart($0) && $0 != space }
            rest = rest[word.endIndex...].drop { $0 == space }
            guard !word.isEmpty else { continue }
            if words.count == mostWords { words.removeFirst() }
            words.append(Word(start: word.startIndex, digits: word.count(where: isDigit)))
            insertNumbers(of: words, in: text.utf8[..<word.endIndex], into: &found)
            guard found.count <= limit else { return nil }
        }
        return found
    }

    /// Those that end with the last of the words, where the text ends.
    private static func insertNumbers(
        of words: [Word], in text: Substring.UTF8View, into found: inout Set<String>
    ) {
        var length = 0
        for word in words.reversed() {
            length += word.digits
            guard length <= digits.upperBound else { break }
            guard length >= digits.lowerBound else { continue }
            let bytes = trimmed(text[word.start...])
            guard bytes.count <= mostBytes else { break }
            found.insert(String(decoding: bytes, as: UTF8.self))
        }
    }

    private static let space = UInt8(ascii: " ")

    private static func isPart(_ byte: UInt8) -> Bool { isDigit(byte) || " +-./()".utf8.contains(byte) }

    private static func isDigit(_ byte: UInt8) -> Bool { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) }

    /// Without what stands around a number in a sentence.
    private static func trimmed(_ bytes: Substring.UTF8View) -> Substring.UTF8View {
        let head = bytes.drop { "-./)".utf8.contains($0) }
        let tail = head.reversed().prefix { !isDigit($0) }.count
        return head.dropLast(tail)
    }
}
