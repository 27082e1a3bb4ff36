/// A function or a type as it stands in a file, found by its braces.
struct Declaration {
    let name: String
    /// Indices of its first and last line.
    let first: Int
    let last: Int

    var length: Int { last - first + 1 }
}

extension SourceFile {
    /// Functions and initialisers that have a body.
    var functions: [Declaration] {
        let (function, nextMember) = (Self.function, Self.nextMember)
        return Self.indices(of: code, having: ["func", "init", "subscript"]).compactMap { index in
            guard let match = code[index].firstMatch(of: function),
                let last = endOfBody(from: index, nextMember: nextMember)
            else { return nil }
            return Declaration(name: String(match.1), first: index, last: last)
        }
    }

    /// Every type declared here, at any depth.
    var typeNames: [(name: String, line: Int)] {
        let type = Self.type
        let words = ["struct", "class", "enum", "actor", "protocol"]
        return Self.indices(of: code, having: words).compactMap { index in
            code[index].firstMatch(of: type).map { (name: String($0.1), line: index) }
        }
    }

    /// The line of the brace that closes the first one opened from here; nil when a declaration has no body.
    private func endOfBody(from first: Int, nextMember: Regex<(Substring, Substring)>) -> Int? {
        var (parentheses, braces) = (0, 0)
        for index in first..<code.count {
            if index > first, braces == 0, parentheses == 0, code[index].contains(nextMember) { return nil }
            for character in code[index].utf8 {
                switch character {
                case UInt8(ascii: "("): parentheses += 1
                case UInt8(ascii: ")"): parentheses -= 1
                case UInt8(ascii: "{") where parentheses == 0 || braces > 0: braces += 1
                case UInt8(ascii: "}") where parentheses == 0 || braces > 0:
                    braces -= 1
                    if braces <= 0 { return braces == 0 ? index : nil }
                default: break
                }
            }
        }
        return nil
    }

    private static var modifiers: String {
        #"(?:@\w+(?:\([^)]*\))?\s+)*(?:(?:package|private|fileprivate|internal|static|final|mutating|nonisolated|"#
            + #"override|convenience|required|indirect|borrowing|consuming|isolated|async|class)(?:\([\w ]*\))?\s+)*"#
    }

    private static var function: Regex<(Substring, Substring)> {
        pattern(#"(func\s+[^\s(<]+|init|subscript)[?]?\s*[(<]"#)
    }

    private static var type: Regex<(Substring, Substring)> { pattern(#"(?:struct|class|enum|actor|protocol)\s+(\w+)"#) }

    private static var nextMember: Regex<(Substring, Substring)> { pattern(#"(func|init|var|let|case|subscript)\b"#) }

    /// `tail` with its one group, at the start of a declaration. A pattern that is no regular expression matches
    /// nothing, which the tests of this file would notice.
    private static func pattern(_ tail: String) -> Regex<(Substring, Substring)> {
        (try? Regex("^\\s*" + modifiers + tail, as: (Substring, Substring).self)) ?? #/(?!)()/#
    }
}
