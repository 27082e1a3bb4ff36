package import ProfileCore

/// An erasure as it is shown to others.
package struct ErasureCertificate: Sendable {
    package let erasure: Erasure
    /// A keyed hash of what the erasure says, apart from its lifting.
    package let seal: String

    init(_ erasure: Erasure, by maker: TombstoneMaker) {
        self.erasure = erasure
        let counts = erasure.counts
        let numbers =
            RecordKind.allCases.map { counts.facts[$0] ?? 0 }
            + [counts.links, counts.conflicts, counts.merges, counts.separations, counts.aliases, erasure.tombstones]
        let parts = [erasure.id, String(erasure.at.milliseconds), erasure.by] + numbers.map { String($0) }
        seal = maker.seal(of: "certificate " + parts.joined(separator: "\u{0}"))
    }
}
