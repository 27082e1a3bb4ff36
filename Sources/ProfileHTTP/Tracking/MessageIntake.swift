import ProfileCore
import ProfileService
import ProfileStore
import ProfileWire

/// Files the records that messages of one call gave, and says of each message what became of it.
struct MessageIntake {
    struct Item {
        /// What the answer calls the message by.
        let label: [(name: StaticString, value: String)]
        /// Where in the body it stands, as a JSON pointer.
        let place: String
        var warnings: [Problem.Flaw]
        fileprivate(set) var errors: [Problem.Flaw] = []
        fileprivate var records: [(key: FactKey, status: IngestVerdict.Status?)] = []

        init(label: [(name: StaticString, value: String)], place: String, warnings: [Problem.Flaw] = []) {
            (self.label, self.place, self.warnings) = (label, place, warnings)
        }
    }

    private struct Pending {
        let record: SourceRecord
        /// The item that lists it, and its index among the item's records; nil if no item lists it.
        let listed: (item: Int, place: Int)?
    }

    private let exchange: Exchange
    private var items: [Item] = []
    private var pending: [Pending] = []

    init(_ exchange: Exchange) {
        self.exchange = exchange
    }

    /// What is taken or rejected next belongs to this message.
    mutating func begin(_ item: Item) {
        items.append(item)
    }

    mutating func take(_ outcome: Result<MappedRecord, RowRejection>) {
        switch outcome {
        case .failure(let rejection): reject(rejection.problems)
        case .success(let mapped):
            warn(mapped.warnings)
            take(mapped.record)
        }
    }

    mutating func take(_ record: SourceRecord) {
        let item = items.count - 1
        pending.append(Pending(record: record, listed: (item, items[item].records.count)))
        items[item].records.append((record.key, nil))
    }

    /// Files a record that no message of the call stated. The answer does not list it.
    mutating func take(untold record: SourceRecord) {
        pending.append(Pending(record: record, listed: nil))
    }

    mutating func reject(_ rejection: WireRejection) {
        reject(rejection.problems.map { .init(line: 1, problem: $0) })
    }

    private mutating func reject(_ problems: [RowRejection.Placed]) {
        exchange.context.metrics.count(kind: "unknown", verdict: "rejected")
        let item = items.count - 1
        items[item].errors += problems.map { Problem.Flaw($0, in: items[item]) }
    }

    private mutating func warn(_ warnings: [RowRejection.Placed]) {
        let item = items.count - 1
        items[item].warnings += warnings.map { Problem.Flaw($0, in: items[item]) }
    }

    /// Commits what was taken; throws a problem when the store could not.
    mutating func file() async throws {
        var rest = pending.wholesFirst(\.record)[...]
        while !rest.isEmpty {
            let step = exchange.service.step(atMost: exchange.context.limits.batchLines)
            let few = rest.prefix(step)
            rest = rest.dropFirst(step)
            let verdicts = try await exchange.service.ingest(few.map(\.record))
            for (filed, verdict) in zip(few, verdicts) { note(verdict, of: filed) }
        }
        pending = []
    }

    private mutating func note(_ verdict: IngestVerdict, of filed: Pending) {
        let kind = filed.record.key.kind
        exchange.context.metrics.count(kind: kind.word, verdict: verdict.status.rawValue)
        guard let (item, place) = filed.listed else { return }
        items[item].records[place].status = verdict.status
        let pointer = items[item].place
        if verdict.status == .refused {
            items[item].errors += verdict.problems(of: kind).map { Problem.Flaw(refused: $0, at: pointer) }
        }
        // Who holds one of these keys learns nothing of others.
        items[item].warnings += verdict.ownWarnings.map {
            Problem.Flaw(pointer: pointer, code: $0.code, detail: $0.detail)
        }
    }
}

extension MessageIntake {
    /// What became of a message: the worst that became of its records, but for what is no news.
    fileprivate enum Fate: String, CaseIterable {
        case rejected, suppressed, accepted, stale, unchanged
        /// The mapping makes nothing of it.
        case ignored

        init(_ item: Item) {
            let statuses = Set(item.records.compactMap(\.status))
            let worst: [(IngestVerdict.Status, Fate)] = [
                (.suppressed, .suppressed), (.accepted, .accepted), (.stale, .stale), (.unchanged, .unchanged),
            ]
            if item.errors.isEmpty {
                self = worst.first { statuses.contains($0.0) }?.1 ?? .ignored
            } else {
                self = .rejected
            }
        }
    }

    /// `success` is for the libraries: the call was understood, whatever became of its messages.
    func write(to json: inout JSONWriter) {
        let fates = items.map(Fate.init)
        json.object { json in
            json.member("success", true)
            for fate in Fate.allCases {
                json.key(named: fate.rawValue)
                json.integer(fates.count { $0 == fate })
            }
            json.member("items") { $0.array(of: zip(items, fates)) { $1.0.write($1.1, to: &$0) } }
        }
    }
}

extension MessageIntake.Item {
    fileprivate func write(_ fate: MessageIntake.Fate, to json: inout JSONWriter) {
        json.object { json in
            for (name, value) in label { json.member(name, value) }
            json.member("status", fate.rawValue)
            if fate == .ignored { json.member("reason", "the mapping makes no record of such a message") }
            json.member("records") { json in
                json.array(of: records) { json, record in
                    json.object {
                        $0.member("kind", record.key.kind.word)
                        $0.member("id", record.key.id)
                        $0.member("status", (record.status ?? .refused).rawValue)
                    }
                }
            }
            json.member("errors") { $0.array(of: errors) { $0.flaw(at: $1.pointer, $1.code, $1.detail) } }
            json.member("warnings") { $0.array(of: warnings) { $0.flaw(at: $1.pointer, $1.code, $1.detail) } }
        }
    }
}

extension Problem.Flaw {
    /// Of a record that is right by itself: nothing in the message is wrong, so that it is placed as a whole.
    fileprivate init(refused problem: WireProblem, at place: String) {
        let member = problem.pointer.dropFirst().replacing("/", with: ".")
        self.init(
            pointer: place, code: problem.code,
            detail: member.isEmpty ? problem.detail : "\(member): \(problem.detail)")
    }

    /// Where in the message it is, and which member of a record that would be.
    fileprivate init(_ placed: RowRejection.Placed, in item: MessageIntake.Item) {
        let problem = placed.problem
        let isPlaced = placed.pointers.isEmpty && problem.pointer.hasPrefix(item.place)
        let member = isPlaced ? "" : problem.pointer.dropFirst().replacing("/", with: ".")
        self.init(
            pointer: placed.pointers.first ?? (isPlaced ? problem.pointer : item.place), code: problem.code,
            detail: member.isEmpty ? problem.detail : "\(member): \(problem.detail)")
    }
}
