/// A sentence in our own words, in which words that came with records stand by number only.
///
/// A program that acts on language takes a sentence of a stranger for an order as readily as one of ours. So a string
/// gets into a sentence either as `ours`, which says that no source wrote it, or `quoted`, which sets it apart.
struct ToldText: Hashable, Sendable, ExpressibleByStringInterpolation {
    enum Piece: Hashable, Sendable {
        case words(String)
        case quote(String, what: String)
    }

    struct StringInterpolation: StringInterpolationProtocol {
        fileprivate var pieces: [Piece] = []

        init(literalCapacity: Int, interpolationCount: Int) {}

        mutating func appendLiteral(_ literal: String) { pieces.append(.words(literal)) }
        mutating func appendInterpolation(_ number: Int) { pieces.append(.words(String(number))) }
        mutating func appendInterpolation(ours words: String) { pieces.append(.words(words)) }
        mutating func appendInterpolation(_ told: ToldText?) { pieces += told?.pieces ?? [] }

        /// `what` says in our words what the text is.
        mutating func appendInterpolation(quoted text: String, _ what: String) {
            pieces.append(.quote(text, what: what))
        }
    }

    private(set) var pieces: [Piece]

    init(stringLiteral words: String) { pieces = [.words(words)] }
    init(stringInterpolation: StringInterpolation) { pieces = stringInterpolation.pieces }

    static func + (one: ToldText, other: ToldText?) -> ToldText {
        var both = one
        both.pieces += other?.pieces ?? []
        return both
    }
}
