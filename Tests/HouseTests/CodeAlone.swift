/// Blanks out comments and the contents of strings, keeping every line where it is.
///
/// An interpolation counts as part of its string: the rules look for nothing that belongs into one.
struct CodeAlone {
    private let source: [UInt8]
    private var result: [UInt8]
    private var place = 0

    static func of(_ text: String) -> String {
        var scan = CodeAlone(text)
        scan.run()
        return String(decoding: scan.result, as: UTF8.self)
    }

    private init(_ text: String) {
        source = Array(text.utf8)
        result = source
    }

    private mutating func run() {
        while place < source.count {
            // Most bytes begin nothing, and there are millions of them.
            switch source[place] {
            case UInt8(ascii: "/") where starts("//"): blankLine()
            case UInt8(ascii: "/") where starts("/*"): blankBlockComment()
            case UInt8(ascii: "\""), UInt8(ascii: "#"):
                if let fence = fence() { blankLiteral(fence) } else { place += 1 }
            default: place += 1
            }
        }
    }

    private mutating func blankBlockComment() {
        var depth = 0
        repeat {
            if starts("/*") { depth += 1 } else if starts("*/") { depth -= 1 }
            blank(starts("/*") || starts("*/") ? 2 : 1)
        } while depth > 0 && place < source.count
    }

    /// The opening of a string or of an extended regular expression that starts here, and what closes it.
    private func fence() -> (opening: String, closing: String, escapes: Bool)? {
        var hashes = 0
        while byte(place + hashes) == UInt8(ascii: "#") { hashes += 1 }
        let marks = String(repeating: "#", count: hashes)
        for quote in ["\"\"\"", "\""] where starts(marks + quote) { return (marks + quote, quote + marks, hashes == 0) }
        return hashes > 0 && starts(marks + "/") ? (marks + "/", "/" + marks, false) : nil
    }

    private mutating func blankLiteral(_ fence: (opening: String, closing: String, escapes: Bool)) {
        place += fence.opening.utf8.count
        let end = fence.closing.utf8.first
        while place < source.count {
            let byte = source[place]
            if byte == end, starts(fence.closing) { break }
            if fence.escapes, byte == UInt8(ascii: "\\") {
                if starts("\\(") { blankInterpolation() } else { blank(2) }
            } else {
                blank(1)
            }
        }
        place += fence.closing.utf8.count
    }

    private mutating func blankInterpolation() {
        blank(2)
        var depth = 1
        while depth > 0, place < source.count {
            if [UInt8(ascii: "\""), UInt8(ascii: "#")].contains(source[place]), let fence = fence() {
                let start = place
                blankLiteral(fence)
                blank(from: start)
                continue
            }
            if byte(place) == UInt8(ascii: "(") { depth += 1 }
            if byte(place) == UInt8(ascii: ")") { depth -= 1 }
            blank(1)
        }
    }

    // MARK: Places

    private func byte(_ index: Int) -> UInt8? { index < source.count ? source[index] : nil }

    private func starts(_ text: String) -> Bool { source[min(place, source.count)...].starts(with: text.utf8) }

    private mutating func blankLine() {
        let start = place
        while place < source.count, source[place] != UInt8(ascii: "\n") { place += 1 }
        blank(from: start)
    }

    private mutating func blank(_ count: Int) {
        let start = place
        place = min(place + count, source.count)
        blank(from: start)
    }

    private mutating func blank(from start: Int) {
        for index in start..<min(place, source.count) where source[index] != UInt8(ascii: "\n") {
            result[index] = UInt8(ascii: " ")
        }
    }
}
