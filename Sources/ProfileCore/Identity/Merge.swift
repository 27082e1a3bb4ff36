/// One profile taken into another.
package struct Merge: Hashable, Sendable {
    package enum Cause: Hashable, Sendable {
        /// A record named identifiers of both.
        case record(FactKey, identifiers: [Identifier])
        /// A claim that had been refused was judged again, once the reason for its refusal was gone.
        case claim(FactKey, identifier: Identifier)
        /// Two customer records of one source claim an identifier that somebody else holds, and agree on the person.
        case agreement(FactKey, FactKey, identifier: Identifier)
        /// Somebody decided it: the name of the API key and the reason given. It names a fact of either side, the
        /// survivor's first, so that it holds for the people it was about should either side come apart.
        case steward(name: String, reason: String, facts: [FactKey] = [])

        /// The facts that it names.
        var facts: [FactKey] {
            switch self {
            case .record(let fact, _), .claim(let fact, _): [fact]
            case .agreement, .steward: joinedFacts
            }
        }

        /// The facts that hang together because of this, whatever they state; empty for a merge that lasts as long as
        /// what the facts state.
        package var joinedFacts: [FactKey] {
            switch self {
            case .record, .claim: []
            case .agreement(let one, let other, _): [one, other]
            case .steward(_, _, let facts): facts
            }
        }
    }

    /// The younger profile, whose id became an alias.
    package let absorbed: ProfileID
    /// The profile that took it in, as it was called then.
    package let survivor: ProfileID
    package let at: Timestamp
    package let cause: Cause
    /// When and by whom it was undone.
    package var undone: Undoing?

    package struct Undoing: Hashable, Sendable {
        package let at: Timestamp
        /// Who undid it; nil when its evidence went away by itself.
        package let name: String?
        package let reason: String

        /// Why a merge ends that nobody undid.
        package static let evidenceGone = "the records that joined the two were corrected or withdrawn"

        package init(at: Timestamp, name: String?, reason: String) {
            self.at = at
            self.name = name
            self.reason = reason
        }
    }

    package init(absorbed: ProfileID, survivor: ProfileID, at: Timestamp, cause: Cause, undone: Undoing? = nil) {
        self.absorbed = absorbed
        self.survivor = survivor
        self.at = at
        self.cause = cause
        self.undone = undone
    }

    /// The same, undone by nobody.
    func undone(at moment: Timestamp, reason: String) -> Merge {
        let undoing = Undoing(at: moment, name: nil, reason: reason)
        return Merge(absorbed: absorbed, survivor: survivor, at: at, cause: cause, undone: undoing)
    }

    /// The same merge with another cause.
    func with(cause: Cause) -> Merge {
        Merge(absorbed: absorbed, survivor: survivor, at: at, cause: cause, undone: undone)
    }

    /// The same, of a survivor that has another id by now.
    func taken(by survivor: ProfileID) -> Merge {
        Merge(absorbed: absorbed, survivor: survivor, at: at, cause: cause, undone: undone)
    }
}

extension Merge: Storable {
    package func write(to writer: inout ByteWriter) {
        writer.presence(undone != nil)
        writer.id(absorbed)
        writer.id(survivor)
        writer.moment(at)
        cause.write(to: &writer)
        undone?.write(to: &writer)
    }

    package init(from reader: inout ByteReader) throws(DecodingFailure) {
        var presence = try reader.presence()
        self.init(
            absorbed: try reader.id(), survivor: try reader.id(), at: try reader.moment(),
            cause: try Cause(from: &reader), undone: presence.next() ? try Undoing(from: &reader) : nil)
        try reader.pass(presence)
    }
}

extension Merge.Cause: Storable {
    package func write(to writer: inout ByteWriter) {
        switch self {
        case .record(let fact, let identifiers):
            writer.byte(1)
            fact.write(to: &writer)
            writer.values(identifiers)
        case .steward(let name, let reason, let facts):
            writer.byte(2)
            writer.string(name)
            writer.string(reason)
            writer.values(facts)
        case .claim(let fact, let identifier):
            writer.byte(3)
            fact.write(to: &writer)
            identifier.write(to: &writer)
        case .agreement(let one, let other, let identifier):
            writer.byte(4)
            one.write(to: &writer)
            other.write(to: &writer)
            identifier.write(to: &writer)
        }
    }

    package init(from reader: inout ByteReader) throws(DecodingFailure) {
        switch try reader.byte() {
        case 1: self = .record(try FactKey(from: &reader), identifiers: try reader.values())
        case 2:
            self = .steward(
                name: try reader.string(), reason: try reader.string(),
                facts: reader.format < 2 ? [] : try reader.values())
        case 3: self = .claim(try FactKey(from: &reader), identifier: try Identifier(from: &reader))
        case 4:
            self = .agreement(
                try FactKey(from: &reader), try FactKey(from: &reader), identifier: try Identifier(from: &reader))
        default: throw .invalid("cause")
        }
    }
}

extension Merge.Undoing: Storable {
    package func write(to writer: inout ByteWriter) {
        writer.moment(at)
        writer.flag(name != nil)
        writer.string(name ?? "")
        writer.string(reason)
    }

    package init(from reader: inout ByteReader) throws(DecodingFailure) {
        let (at, hasName) = (try reader.moment(), reader.format < 2 ? true : try reader.flag())
        let name = try reader.string()
        self.init(at: at, name: hasName ? name : nil, reason: try reader.string())
    }
}
