/// A customer in words, for a program that reads language: what matters now, in one screen.
///
/// Its text holds numbers, dates and our own words alone. What customers and other systems wrote stands beside it, and
/// the text says `[1]` for it: so nothing that a customer writes can pass for an instruction.
package struct Brief: Hashable, Sendable {
    package struct Quote: Hashable, Sendable {
        /// How the text refers to it.
        package let number: Int
        /// What it is, in our words.
        package let what: String
        package let text: String
    }

    struct Line: Hashable, Sendable {
        /// The least important one, which has the greatest rank, is left out first.
        let rank: Int
        let told: ToldText
    }

    /// In characters, of one quotation.
    static let quoteLimit = 240

    package let profile: ProfileID
    package let asOf: Timestamp
    private var lines: [Line]
    /// How many lines there was no room for.
    package private(set) var leftOut = 0

    init(profile: ProfileID, asOf: Timestamp, lines: [Line]) {
        (self.profile, self.asOf, self.lines) = (profile, asOf, lines)
    }

    /// Without the lines, the least important first, for which there is no room. At least one stays.
    package func shortened(until fits: (Brief) -> Bool) -> Brief {
        var brief = self
        while brief.lines.count > 1, !fits(brief) {
            guard let last = brief.leastImportant else { break }
            brief.lines.remove(at: last)
            brief.leftOut += 1
        }
        return brief
    }

    /// Of equally important lines the last one.
    private var leastImportant: Int? { lines.indices.max { (lines[$0].rank, $0) < (lines[$1].rank, $1) } }

    /// The text, and what it refers to by number.
    package var told: (text: String, quotes: [Quote]) {
        var (text, quotes): (String, [Quote]) = ("", [])
        for line in lines {
            if !text.isEmpty { text += "\n" }
            for piece in line.told.pieces {
                switch piece {
                case .words(let words): text += words
                case .quote(let quoted, let what): text += "[\(Self.number(of: quoted, what, in: &quotes))]"
                }
            }
        }
        return (text, quotes)
    }

    /// What was quoted before keeps its number.
    private static func number(of text: String, _ what: String, in quotes: inout [Quote]) -> Int {
        let line = PromiseDigest.line(text, upTo: quoteLimit)
        if let known = quotes.first(where: { $0.text == line && $0.what == what }) { return known.number }
        quotes.append(Quote(number: quotes.count + 1, what: what, text: line))
        return quotes.count
    }
}
