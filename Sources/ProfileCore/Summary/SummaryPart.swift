/// One of the parts that a summary is made of: what it holds, the steps that keep it, and the field it is stored as.
package protocol SummaryPart: Storable, Hashable, Sendable {
    /// What it counts, and takes out again.
    associatedtype Event

    /// The number of its field. When what it holds gets another meaning, it takes another number.
    static var field: UInt64 { get }
    /// The first derivation that had it.
    static var since: Int { get }
    /// How it reads in a summary of an earlier derivation.
    static var absent: Self { get }

    init()
    mutating func add(_ event: Event)
    /// Takes away what was added before. Afterwards there may be `losses(without:)` it.
    mutating func remove(_ event: Event)
    /// Makes it the part of the facts of both.
    mutating func combine(with other: Self, within limits: SummaryLimits)
    /// What taking `event` away left unknown.
    func losses(without event: Event) -> [SummaryLoss]
    /// False when a removal left something unknown.
    var isExact: Bool { get }
}

extension SummaryPart {
    package static var since: Int { ProfileSummary.earliestServed }
    package static var absent: Self { Self() }
    package var isExact: Bool { true }
}

/// A part that came later: nil in summaries of derivations before it, where nothing but folding tells it.
extension Optional: Storable where Wrapped: SummaryPart {
    package func write(to writer: inout ByteWriter) {
        self?.write(to: &writer)
    }

    package init(from reader: inout ByteReader) throws(DecodingFailure) {
        self = try Wrapped(from: &reader)
    }
}

extension Optional: SummaryPart where Wrapped: SummaryPart {
    package static var field: UInt64 { Wrapped.field }
    package static var since: Int { Wrapped.since }
    package static var absent: Wrapped? { nil }

    package init() {
        self = .some(Wrapped())
    }

    package mutating func add(_ event: Wrapped.Event) {
        self?.add(event)
    }

    package mutating func remove(_ event: Wrapped.Event) {
        self?.remove(event)
    }

    package mutating func combine(with other: Wrapped?, within limits: SummaryLimits) {
        guard let other else { return self = nil }
        self?.combine(with: other, within: limits)
    }

    package func losses(without event: Wrapped.Event) -> [SummaryLoss] {
        self?.losses(without: event) ?? []
    }

    package var isExact: Bool { self?.isExact ?? true }
}
