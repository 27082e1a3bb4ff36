package import ProfileCore

/// The number of a change. A store numbers changes in one stripe or several: the numbers of a stripe ascend in order of
/// commit, and the values of those of one profile with each of its changes, whatever their stripes.
package struct ChangeNumber: Hashable, Sendable {
    package let stripe: Int
    package let value: Int64

    package init(stripe: Int, value: Int64) {
        self.stripe = stripe
        self.value = value
    }
}

/// A place in the feed of changes: for each stripe the last number that was taken in. A reader that goes on from there
/// misses no change. Opaque to all but the store; kept and sent as a short text.
package struct FeedPosition: Hashable, Sendable {
    /// By stripe, without those at the end of which nothing was taken in.
    private var last: [Int64]

    /// Before the first change.
    package static let start = FeedPosition([])

    package init(_ last: [Int64]) {
        self.last = Array(last.prefix(1 + (last.lastIndex { $0 != 0 } ?? -1)))
    }

    package subscript(stripe: Int) -> Int64 {
        last.indices.contains(stripe) ? last[stripe] : 0
    }

    package mutating func advance(to number: ChangeNumber) {
        guard number.value > self[number.stripe] else { return }
        last += Array(repeating: 0, count: max(0, number.stripe + 1 - last.count))
        last[number.stripe] = number.value
    }

    package mutating func advance(to changes: some Sequence<ProfileChange>) {
        for change in changes { advance(to: change.number) }
    }

    package mutating func advance(to other: FeedPosition) {
        for (stripe, value) in other.last.enumerated() { advance(to: ChangeNumber(stripe: stripe, value: value)) }
    }

    /// How many changes there were up to here, at most: a store with several stripes leaves out numbers when one
    /// profile changes again and again.
    package var changes: Int64 { last.reduce(0, &+) }

    package func covers(_ number: ChangeNumber) -> Bool {
        self[number.stripe] >= number.value
    }

    package func covers(_ other: FeedPosition) -> Bool {
        other.last.indices.allSatisfy { self[$0] >= other[$0] }
    }
}

extension FeedPosition: LosslessStringConvertible {
    private static let radix = 36
    private static let greatestStripes = 256
    /// Stored numbers hold the stripe above these bits.
    private static let numbers = 0..<Int64(1) << 56

    /// Of letters, digits and dots, so that it needs no escaping anywhere.
    package var description: String {
        last.isEmpty ? "0" : last.map { String($0, radix: Self.radix) }.joined(separator: ".")
    }

    package init?(_ text: String) {
        let words = text.split(separator: ".", maxSplits: Self.greatestStripes - 1, omittingEmptySubsequences: false)
        let values = words.compactMap { Int64($0, radix: Self.radix) }
        guard values.count == words.count, values.allSatisfy(Self.numbers.contains),
            !text.contains(where: "+-".contains)
        else { return nil }
        self.init(values)
    }
}

/// Changes after a position, those of each stripe ascending.
package struct ChangePage: Hashable, Sendable {
    package let changes: [ProfileChange]
    /// Where the next page begins.
    package let position: FeedPosition
    /// Whether there was no more when it was read.
    package let isLast: Bool

    package init(_ changes: [ProfileChange], after position: FeedPosition, isLast: Bool) {
        self.changes = changes
        self.position = changes.reduce(into: position) { $0.advance(to: $1.number) }
        self.isLast = isLast
    }
}

/// A committed difference, numbered; of several changes of one profile only the latest is kept.
package struct ProfileChange: Hashable, Sendable {
    package let number: ChangeNumber
    package let profile: ProfileID
    /// Nil when the profile is no more: merged into another, or left without facts.
    package let version: Int?

    package init(_ number: ChangeNumber, profile: ProfileID, version: Int?) {
        self.number = number
        self.profile = profile
        self.version = version
    }
}

/// What a node learns about changes that may have been made elsewhere.
package enum ChangeNews: Hashable, Sendable {
    /// So far changes were made: told after commits that changed profiles, and several times a second as a sign that
    /// nothing was missed.
    case upTo(FeedPosition)
    /// The connection is gone: until the next `upTo`, anything may have been changed unheard.
    case lost
}

/// What a store that several nodes share adds to the port: it tells each of them what the others changed.
package protocol ChangeListening: Sendable {
    /// Tells `heard` about changes as they are committed, wherever that happens, until the calling task is cancelled or
    /// the store is closed. A lost connection is opened again.
    ///
    /// `heard` must be quick, and may be called from several threads, with a position it has heard before or an
    /// earlier one.
    func listen(_ heard: @escaping @Sendable (ChangeNews) -> Void) async
}
