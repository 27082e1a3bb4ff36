/// One of the parts that a summary is made of: what it holds, the steps that keep it, and the field it is stored as.
package protocol SummaryPart: Storable, Hashable, Sendable {
    /// What it counts, and takes out again.
    associatedtype Event: CountedEvent

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
    /// When what is unknown happened at the latest; nil where only folding tells it.
    var bound: Timestamp? { get }
}

/// What the parts of a summary count.
package protocol CountedEvent {
    /// What a part lost that names no loss of its own.
    static func loss(ofPart field: UInt64) -> SummaryLoss
}

extension SummaryPart {
    package static var since: Int { ProfileSummary.earliestServed }
    package static var absent: Self { Self() }
    package var isExact: Bool { true }
    package var bound: Timestamp? { nil }

    package func losses(without event: Event) -> [SummaryLoss] {
        isExact ? [] : [Event.loss(ofPart: Self.field)]
    }
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

    package var bound: Timestamp? { self?.bound }
}

/// A summary that names its parts once, in `forEachPart`; all that is done with each of them follows from there.
package protocol PartedSummary: Storable, Hashable, Sendable {
    associatedtype Event

    /// What a later version wrote beside the parts.
    var unknownFields: [UInt8] { get set }

    init()

    /// Applies `operation` to each part, together with the same part of `other`.
    mutating func forEachPart<Operation: PartOperation>(
        with other: Self, _ operation: Operation, _ context: inout Operation.Context
    ) throws(Operation.Failure) where Operation.Event == Event
}

/// What is done with a part, whichever it is. The compiler makes one function of it for each part.
package protocol PartOperation<Event> {
    associatedtype Event
    associatedtype Context
    associatedtype Failure: Error

    func apply<Part: SummaryPart>(
        to part: inout Part, _ other: Part, _ context: inout Context
    ) throws(Failure) where Part.Event == Event
}

extension PartedSummary {
    mutating func add(_ event: Event) {
        var context: Void = ()
        forEachPart(with: Self(), Adding(event: event), &context)
    }

    mutating func remove(_ event: Event) {
        var context: Void = ()
        forEachPart(with: Self(), Removing(event: event), &context)
    }

    /// What taking `event` away left unknown.
    func losses(without event: Event) -> [SummaryLoss] {
        var (parts, losses): (Self, [SummaryLoss]) = (self, [])
        parts.forEachPart(with: Self(), Losing(event: event), &losses)
        return losses
    }

    /// Whether the part with a field is exact, and when what it lost happened at the latest.
    func examine(part field: UInt64) -> (isExact: Bool, bound: Timestamp?) {
        var (parts, finding): (Self, (isExact: Bool, bound: Timestamp?)) = (self, (true, nil))
        parts.forEachPart(with: Self(), Examining<Event>(field: field), &finding)
        return finding
    }

    func combined(with other: Self, within limits: SummaryLimits) -> Self {
        var (result, context): (Self, Void) = (self, ())
        result.forEachPart(with: other, Combining<Event>(limits: limits), &context)
        return result
    }

    /// Makes absent what only a later derivation than `derivation` has.
    mutating func lackParts(after derivation: Int) {
        var context: Void = ()
        forEachPart(with: Self(), Lacking<Event>(derivation: derivation), &context)
    }

    /// The derivation that brought the newest part.
    static var derivation: Int {
        var (parts, derivation) = (Self(), 0)
        parts.forEachPart(with: Self(), Dating<Event>(), &derivation)
        return derivation
    }

    package func write(to writer: inout ByteWriter) {
        var parts = self
        parts.forEachPart(with: Self(), Writing<Event>(), &writer)
        writer.unknownFields(unknownFields)
    }

    package init(from reader: inout ByteReader) throws(DecodingFailure) {
        self.init()
        lackParts(after: reader.derivation)
        let nothing = Self()
        while let field = try reader.nextField() {
            try forEachPart(with: nothing, Reading<Event>(field: field.number), &reader)
            if reader.isAtEnd { try reader.end(field) } else { unknownFields += try reader.pass(field) }
        }
    }
}

private struct Adding<Event>: PartOperation {
    let event: Event

    func apply<Part: SummaryPart>(to part: inout Part, _: Part, _: inout Void) where Part.Event == Event {
        part.add(event)
    }
}

private struct Removing<Event>: PartOperation {
    let event: Event

    func apply<Part: SummaryPart>(to part: inout Part, _: Part, _: inout Void) where Part.Event == Event {
        part.remove(event)
    }
}

private struct Losing<Event>: PartOperation {
    let event: Event

    func apply<Part: SummaryPart>(
        to part: inout Part, _: Part, _ losses: inout [SummaryLoss]
    ) where Part.Event == Event {
        losses += part.losses(without: event)
    }
}

private struct Examining<Event>: PartOperation {
    let field: UInt64

    func apply<Part: SummaryPart>(
        to part: inout Part, _: Part, _ finding: inout (isExact: Bool, bound: Timestamp?)
    ) where Part.Event == Event {
        if Part.field == field { finding = (part.isExact, part.bound) }
    }
}

private struct Combining<Event>: PartOperation {
    let limits: SummaryLimits

    func apply<Part: SummaryPart>(to part: inout Part, _ other: Part, _: inout Void) where Part.Event == Event {
        part.combine(with: other, within: limits)
    }
}

private struct Lacking<Event>: PartOperation {
    let derivation: Int

    func apply<Part: SummaryPart>(to part: inout Part, _: Part, _: inout Void) where Part.Event == Event {
        if Part.since > derivation { part = Part.absent }
    }
}

private struct Dating<Event>: PartOperation {
    func apply<Part: SummaryPart>(to part: inout Part, _: Part, _ newest: inout Int) where Part.Event == Event {
        newest = max(newest, Part.since)
    }
}

private struct Writing<Event>: PartOperation {
    func apply<Part: SummaryPart>(
        to part: inout Part, _ initial: Part, _ writer: inout ByteWriter
    ) where Part.Event == Event {
        writer.field(Part.field, part, unless: initial)
    }
}

private struct Reading<Event>: PartOperation {
    let field: UInt64

    /// A part of a later derivation than the summary's says nothing: its facts moved on without it.
    func apply<Part: SummaryPart>(
        to part: inout Part, _: Part, _ reader: inout ByteReader
    ) throws(DecodingFailure) where Part.Event == Event {
        guard Part.field == field else { return }
        guard Part.since <= reader.derivation else { return reader.skipRest() }
        part = try Part(from: &reader)
        guard reader.isAtEnd else { throw .trailing }
    }
}
