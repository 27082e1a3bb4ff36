package import ProfileCore
package import ProfileStore

/// Applies decisions that do not concern each other, step by step: writes what they say, looks up and folds what they
/// need, and takes that in. Everything that needs no answer waits for the next calls that do, so that a batch of any
/// size is a fixed number of round trips. The engine sends the calls, and numbers and saves the profiles at the end.
package struct Application<Statement: SQLStatement> {
    package typealias Calls = [Statement.Call]

    package enum Progress {
        /// To be run in this order; `next` takes the answers to what was asked.
        case step(writes: Calls, asks: Calls)
        /// Nothing may be kept: some decisions, by their place, need profiles folded before.
        case unprepared([Int: FoldBasis])
        /// What is left to write before the profiles.
        case applied(Calls)
    }

    private enum Stage: Int {
        case readiness, recovery, readinessAgain, rebuild, pages, tallies, claimants, words, done
    }

    package private(set) var decisions: [Decision]
    private let trials: [CommitTrial]
    private var stage = Stage.readiness
    private var writes: Calls = []
    /// What was folded before, by the place of the decision.
    private var prepared: [Int: PreparedFold] = [:]
    private var unprepared: [Int: FoldBasis] = [:]
    private var rebuilds: [Set<ProfileID>] = []
    private var recovering: Recovering<Statement>?
    private var folding: Folding<Statement>?
    /// Words of names that perhaps nobody has any more.
    private var doubtedWords: [String] = []

    package init(_ decisions: consuming [Decision], in trials: [CommitTrial]) {
        self.decisions = decisions
        self.trials = trials
    }

    package var rehearses: Bool { decisions.contains { $0.rehearses } }

    /// Takes in the answers to what the last step asked; none at first.
    package mutating func next(_ answers: [Statement.Rows]) throws(StoreError) -> Progress {
        if !answers.isEmpty { try take(answers) } else if stage == .readiness, isPlain { beginPlainly() }
        while unprepared.isEmpty, stage != .done {
            let asks = asks()
            if !asks.isEmpty {
                defer { writes = [] }
                return .step(writes: writes, asks: asks)
            }
            leave()
        }
        guard unprepared.isEmpty else { return .unprepared(unprepared) }
        guard !rehearses else { return .applied([]) }
        return .applied(isPlain ? writes : writes + Statement.review(decisions) + Statement.feed(decisions))
    }

    private var isPlain: Bool { decisions.allSatisfy { $0.isPlain } }

    /// Passes the stages in which plain decisions ask and write nothing.
    private mutating func beginPlainly() {
        writes = Statement.facts(decisions)
        stage = .words
    }

    private mutating func asks() -> Calls {
        switch stage {
        case .readiness, .readinessAgain: return concerned.flatMap(basisCalls)
        case .recovery:
            guard decisions.contains(where: { !$0.recoveries.isEmpty }) else { return [] }
            var recovering =
                self.recovering ?? Recovering(decisions.reduce(into: [:]) { $0.merge($1.recoveries) { $1 } })
            defer { self.recovering = recovering }
            return recovering.next()
        case .rebuild: return rebuildCalls
        case .pages: return folding?.calls ?? []
        case .tallies:
            guard decisions.contains(where: { !$0.tallies.isEmpty }) else { return [] }
            let changes = decisions.reduce(into: [:]) { $0.merge($1.tallies) { $1 } }
            writes += Statement.tallyChanges(changes)
            return Statement.foremost(changes)
        case .claimants:
            writes += Statement.claims(decisions)
            guard decisions.contains(where: { !$0.recounts.isEmpty }) else { return [] }
            return Statement.claimants.each(Set(decisions.flatMap { $0.recounts }).sorted()) { $0.add($1) }
        case .words:
            let changes = decisions.compactMap(\.searchChange).filter { !$0.isEmpty }
            guard !changes.isEmpty else { return [] }
            writes += Statement.searchChanges(changes)
            doubtedWords = Set(changes.flatMap(\.doubtedWords)).sorted()
            return Statement.wordsInUse.each(doubtedWords) { $0.add($1) }
        case .done: return []
        }
    }

    private mutating func take(_ answers: [Statement.Rows]) throws(StoreError) {
        switch stage {
        case .readiness, .readinessAgain:
            try take(bases: answers)
            leave()
        case .recovery: try recovering?.take(answers)
        case .rebuild:
            try beginFolding(answers)
            leave()
        case .pages: try folding?.take(answers)
        case .tallies:
            var foremost: [ProfileID: [TallyRow]] = [:]
            for rows in answers { foremost.merge(try rows.tallies()) { $0 + $1 } }
            for place in decisions.indices { decisions[place].take(foremost: foremost) }
            leave()
        case .claimants:
            let counts = try answers.claimants().mapValues(\.count)
            for place in decisions.indices { decisions[place].take(claimants: counts) }
            leave()
        case .words:
            let used = try answers.texts()
            writes += Statement.removeWords.each(doubtedWords.filter { !used.contains($0) }) { $0.add($1) }
            leave()
        case .done: break
        }
    }

    /// Ends a stage, of which all answers are there.
    private mutating func leave() {
        switch stage {
        case .readiness: writes = Statement.groundwork(decisions)
        case .recovery:
            guard let found = recovering?.found else {
                stage = .rebuild
                return
            }
            rebuilds = decisions.map { $0.rebuilds }
            for place in decisions.indices {
                decisions[place].take(recovered: found.filter { decisions[place].recoveries[$0.key] != nil })
            }
        case .pages: endFolding()
        case .readinessAgain, .rebuild, .tallies, .claimants, .words, .done: break
        }
        stage = Stage(rawValue: stage.rawValue + 1) ?? .done
    }

    // MARK: Readiness

    /// The places of decisions that rebuild profiles too large to be folded here, and of which that is news.
    private var concerned: [Int] {
        decisions.indices.filter {
            trials[$0].concerns(decisions[$0]) && (rebuilds.isEmpty || rebuilds[$0] != decisions[$0].rebuilds)
        }
    }

    private func basisCalls(of place: Int) -> Calls {
        let (sources, names) = (decisions[place].foldSources, decisions[place].foldNames)
        return Statement.versions.each(sources) + Statement.linksToProfiles.each(sources)
            + Statement.merges.each(names) + Statement.separations.each(names)
    }

    private mutating func take(bases answers: [Statement.Rows]) throws(StoreError) {
        for (number, place) in concerned.enumerated() {
            let rows = answers[number * 4..<number * 4 + 4]
            var versions: [ProfileID: Int] = [:]
            try rows[rows.startIndex].each { row throws(StoreError) in
                versions[try row.id()] = Int(try row.integer())
            }
            let basis = FoldBasis(
                decisions[place], versions: versions, links: try rows[rows.startIndex + 1].links(),
                merges: try rows[rows.startIndex + 2].merges(),
                separations: try rows[rows.startIndex + 3].separations())
            switch trials[place].readiness(for: basis) {
            case .ready(let fold): prepared[place] = fold
            case .unprepared(let basis): unprepared[place] = basis
            }
        }
    }

    // MARK: Rebuilding

    private var rebuildsAny: Bool { decisions.contains { !$0.rebuilds.isEmpty } }

    /// The decisions without what was folded before.
    private var unfolded: [Decision] {
        decisions.enumerated().map { place, decision in
            guard prepared[place] != nil else { return decision }
            var decision = decision
            decision.rebuilds = []
            return decision
        }
    }

    private var rebuildCalls: Calls {
        guard rebuildsAny else { return [] }
        let names = Set(unfolded.flatMap(\.foldNames))
        return Statement.linksToProfiles.each(Set(unfolded.flatMap(\.rebuilds))) + Statement.merges.each(names)
            + Statement.separations.each(names)
    }

    private mutating func beginFolding(_ answers: [Statement.Rows]) throws(StoreError) {
        folding = Folding(
            unfolded, links: try answers[0].links(), merges: try answers[1].merges(),
            separations: try answers[2].separations())
    }

    private mutating func endFolding() {
        guard rebuildsAny else { return }
        let rebuilt = decisions.flatMap { $0.rebuilds }
        let folding = folding ?? Folding(unfolded, links: [], merges: [], separations: [])
        let outcomes = folding.outcomes.enumerated().map { place, found in
            let outcome = prepared[place]?.outcome ?? found
            return decisions[place].restores ? outcome.summaries : outcome
        }
        for (place, outcome) in outcomes.enumerated() {
            decisions[place].take(folded: outcome, tallies: prepared[place]?.tallies ?? [:])
        }
        writes += outcomes.flatMap(Statement.folded)
        if outcomes.contains(where: { !$0.filings.isEmpty }) { writes += Statement.moveClaims.each(Set(rebuilt)) }
    }
}
