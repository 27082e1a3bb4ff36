/// The share of contacts that solve a matter at once, with the contacts it is counted from.
package struct SolvedFigure: Hashable, Sendable {
    package enum Basis: String, Hashable, Sendable {
        /// By contacts with the one agent, or by the one channel.
        case own
        /// By all contacts about the topic.
        case topic
        /// By all contacts of the shop.
        case overall
    }

    /// Nil where too little is known even of the whole.
    package let count: SolvedCount?
    package let basis: Basis?
    /// How many contacts of its own there are.
    package let contacts: Int

    /// The count with enough contacts: its own, else that of the topic, else that of the shop.
    init(_ own: SolvedCount, else topic: SolvedCount?, _ overall: SolvedCount?) {
        contacts = own.contacts
        let choices: [(SolvedCount?, Basis)] = [(own, .own), (topic, .topic), (overall, .overall)]
        let choice = choices.first { $0.0?.isEnough ?? false }
        (count, basis) = (choice?.0, choice?.1)
    }
}

extension SolvedCount {
    /// `82 % of 120`.
    var words: String { "\(Self.percent(share ?? 0)) of \(contacts)" }

    /// `74 to 88 %`.
    var intervalWords: String {
        "\(Int((interval.lowerBound * 100).rounded())) to \(Self.percent(interval.upperBound))"
    }

    /// Whether it is certain that it solves less than another.
    func isWorse(than other: SolvedCount) -> Bool { interval.upperBound < other.interval.lowerBound }

    private static func percent(_ share: Double) -> String { "\(Int((share * 100).rounded())) %" }
}
