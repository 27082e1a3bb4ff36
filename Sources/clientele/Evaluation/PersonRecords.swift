import ProfileCore
import ProfileService
import ProfileWire

/// Reads records of files, keeps of each what an evaluation needs, and groups that by customer.
///
/// A chain of strong identifiers makes records one customer's, as in an import. Limits of identity need a store and are
/// not applied.
struct PersonRecords<Content: Sendable> {
    private struct Trace {
        let updatedAt: Timestamp
        /// A hash of the record's key, to tell the records of one customer apart.
        let key: UInt64
        let content: Content
    }

    /// Traces in pieces: one growing array would need three times its size.
    private struct Traces {
        private static var shift: Int { 14 }
        private static var size: Int { 1 << shift }

        private var pieces: [[Trace]] = []

        subscript(index: Int) -> Trace { pieces[index >> Self.shift][index & (Self.size - 1)] }

        mutating func append(_ trace: Trace) {
            if pieces.last.map({ $0.count == Self.size }) ?? true {
                pieces.append([])
                pieces[pieces.count - 1].reserveCapacity(Self.size)
            }
            pieces[pieces.count - 1].append(trace)
        }
    }

    private var undecoded: CandidateBatch
    private let names: PersonNames
    private var table = NameTable()
    private var groups = PersonGroups()
    private var traces = Traces()

    init(_ deployment: Deployment, at moment: Timestamp) {
        undecoded = CandidateBatch(deployment, at: moment)
        names = PersonNames(rules: deployment.service.identity)
    }

    /// The records that are read once there are many of them.
    mutating func records(
        with candidate: Candidate, _ notes: ImportNotes
    ) async throws(ImportFailure) -> [SourceRecord] {
        undecoded.add(candidate)
        return undecoded.isFull ? try await lastRecords(notes) : []
    }

    /// The records that were not read yet.
    mutating func lastRecords(_ notes: ImportNotes) async throws(ImportFailure) -> [SourceRecord] {
        var records: [SourceRecord] = []
        for (candidate, results) in await undecoded.decoding({ $2.record }).value {
            records += try notes.taken(of: candidate, results)
        }
        return records
    }

    mutating func keep(_ content: Content, of record: SourceRecord) {
        let place = groups.add()
        for name in names.hashes(of: record) { table.join(place, named: name, in: &groups) }
        traces.append(
            Trace(
                updatedAt: record.updatedAt, key: UInt64(bitPattern: Int64(record.key.hashValue)), content: content))
    }

    /// Hands over the latest version of each record of a customer, customer by customer, and drops the records.
    mutating func forEachCustomer(_ body: ([Content]) -> Void) {
        table = NameTable()
        var (group, person): (UInt32, [Trace]) = (0, [])
        for place in groups.order() {
            if place.group != group, !person.isEmpty {
                body(Self.latest(of: person))
                person.removeAll(keepingCapacity: true)
            }
            group = place.group
            person.append(traces[Int(place.record)])
        }
        if !person.isEmpty { body(Self.latest(of: person)) }
        (groups, traces) = (PersonGroups(), Traces())
    }

    private static func latest(of traces: [Trace]) -> [Content] {
        guard traces.count > 1 else { return traces.map(\.content) }
        var places: [UInt64: Int] = [:]
        var latest: [Trace] = []
        for trace in traces {
            if let place = places[trace.key] {
                if trace.updatedAt >= latest[place].updatedAt { latest[place] = trace }
            } else {
                places[trace.key] = latest.count
                latest.append(trace)
            }
        }
        return latest.map(\.content)
    }
}
