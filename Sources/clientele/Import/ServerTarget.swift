import ProfileWire

/// Sends records to a server, some at a time, and notes after each answer how far it came.
struct ServerTarget: RecordTarget {
    private static let chunkBytes = 4 << 20

    private let connection: ServerConnection
    /// Nil when the input cannot be read a second time.
    private var journal: ImportJournal?
    private var chunk: [(candidate: Candidate, line: [UInt8])] = []
    private var chunkWeight = 0
    private var taken = 0
    /// Fewer than the problems that an answer lists, so that hardly ever one is left out.
    private var chunkSize = 500

    init(_ connection: ServerConnection) {
        self.connection = connection
    }

    /// From here on records are of another file; those that were acknowledged before are passed over.
    mutating func begin(_ journal: ImportJournal?, _ notes: ImportNotes) {
        self.journal = journal
        taken = 0
        guard let journal, journal.acknowledged > 0 else { return }
        notes.resume(after: journal)
    }

    mutating func take(_ candidate: Candidate, _ notes: ImportNotes) async throws(ImportFailure) {
        taken += 1
        if let journal, taken <= journal.acknowledged {
            if taken == journal.acknowledged { notes.isRepeating = false }
            return
        }
        switch candidate.json {
        case .failure(let rejection):
            try notes.reject(candidate, rejection)
            journal?.rejected += 1
        case .success((let line, let warnings)):
            for warning in warnings { notes.summary.warn(warning) }
            chunk.append((candidate, line))
            chunkWeight += line.count + 1
        }
        if chunk.count >= chunkSize || chunkWeight >= Self.chunkBytes { try await flush(notes) }
    }

    mutating func finish(_ notes: ImportNotes) async throws(ImportFailure) {
        try await flush(notes)
    }

    /// Everything of the file was acknowledged.
    func end() {
        journal?.remove()
    }

    private mutating func flush(_ notes: ImportNotes) async throws(ImportFailure) {
        if !chunk.isEmpty {
            let answer = try await send(chunk[...])
            notes.summary.add(answer)
            notes.accept(chunk.count - answer.problems.count)
            if answer.isTruncated { chunkSize = max(50, chunkSize / 2) }
            for (index, problems) in answer.problems.sorted(by: { $0.key < $1.key }) where chunk.indices.contains(index)
            {
                let candidate = chunk[index].candidate
                try notes.reject(candidate, candidate.rejection(for: problems))
                journal?.rejected += 1
            }
            chunk.removeAll(keepingCapacity: true)
            chunkWeight = 0
        }
        try notes.flush()
        guard taken > journal?.acknowledged ?? .max else { return }
        journal?.acknowledged = taken
        try journal?.save()
    }

    /// The answer's problems by place in the chunk; where it could not list all, the halves are asked about alone.
    private func send(
        _ part: ArraySlice<(candidate: Candidate, line: [UInt8])>
    ) async throws(ImportFailure) -> IngestAnswer {
        var body: [UInt8] = []
        body.reserveCapacity(chunkWeight)
        for entry in part {
            body += entry.line
            body.append(0x0A)
        }
        guard var answer = IngestAnswer(try await connection.post(body), first: part.startIndex) else {
            throw ImportFailure("the server's answer makes no sense: is it Clientele that listens there?")
        }
        guard answer.isTruncated, part.count > 1 else { return answer }
        let middle = part.startIndex + part.count / 2
        let halves = (try await send(part[..<middle]), try await send(part[middle...]))
        answer.problems = halves.0.problems.merging(halves.1.problems) { $1 }
        answer.warnings = halves.0.warnings + halves.1.warnings
        return answer
    }
}
