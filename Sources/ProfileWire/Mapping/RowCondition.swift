/// Something that holds of a row or does not. Texts are compared without blanks at their ends.
struct RowCondition: Hashable, Sendable {
    enum Test: Hashable, Sendable {
        case among([String])
        case notAmong([String])
        case startsWith(String)
        case endsWith(String)
        case contains(String)
        case isEmpty(Bool)
        /// Less than the number, or greater.
        case below(Double)
        case above(Double)
    }

    let column: Column
    let test: Test

    /// `text` is the cell, and `number` its value when it is a number in the style of the mapping.
    func holds(_ text: String, number: () -> Double?) -> Bool {
        switch test {
        case .among(let words): words.contains(text)
        case .notAmong(let words): !words.contains(text)
        case .startsWith(let part): text.hasPrefix(part)
        case .endsWith(let part): text.hasSuffix(part)
        case .contains(let part): text.contains(part)
        case .isEmpty(let wanted): text.isEmpty == wanted
        case .below(let bound): number().map { $0 < bound } ?? false
        case .above(let bound): number().map { $0 > bound } ?? false
        }
    }
}
