import ProfileCore

/// Moves, drawn together so that any number of them is few statements.
struct Moves: Sendable {
    struct Target: Sendable {
        var id: ProfileID
        let at: Timestamp
    }

    fileprivate struct Part: Sendable {
        let from: ProfileID
        let to: ProfileID
        let home: ProfileID
    }

    private enum Step: Sendable {
        case all([ProfileID: Target])
        case homes([Part])
    }

    private var steps: [Step] = []

    init(_ decisions: [Decision]) {
        for decision in decisions {
            for move in decision.moves { add(move, at: decision.decidedAt) }
        }
    }

    private mutating func add(_ move: Decision.Move, at moment: Timestamp) {
        let parts = move.homes.map { homes in
            homes.sorted().map { Part(from: move.from, to: move.to, home: $0) }
        }
        switch (steps.last, parts) {
        case (.all(let moves), nil):
            steps[steps.count - 1] = .all(Self.adding(move, at: moment, to: moves))
        case (.homes(let earlier), let parts?) where !earlier.contains { $0.to == move.from }:
            steps[steps.count - 1] = .homes(earlier + parts)
        case (_, let parts?): steps.append(.homes(parts))
        case (_, nil): steps.append(.all([move.from: Target(id: move.to, at: moment)]))
        }
    }

    /// What was moved here before moves on.
    private static func adding(
        _ move: Decision.Move, at moment: Timestamp, to moves: [ProfileID: Target]
    ) -> [ProfileID: Target] {
        var moves = moves
        for (origin, target) in moves where target.id == move.from { moves[origin]?.id = move.to }
        if moves[move.from] == nil { moves[move.from] = Target(id: move.to, at: moment) }
        return moves
    }

    var calls: [Call] {
        steps.flatMap { step in
            switch step {
            case .all(let moves): Self.calls(moves)
            case .homes(let parts): Self.calls(parts)
            }
        }
    }

    private static func calls(_ moves: [ProfileID: Target]) -> [Call] {
        let origins = moves.keys.sorted()
        let targets = origins.map { moves[$0]?.id }
        let pairs = { (parameters: inout Parameters) in
            parameters.add(ids: origins.map(Optional.init))
            parameters.add(ids: targets)
        }
        return [
            Statement.moveFacts(pairs), Statement.moveLinks(pairs), Statement.renameProfiles(pairs),
            Statement.renameHolders(pairs),
            Statement.resolveConflicts {
                $0.add(ids: targets)
                $0.add(integers: origins.map { moves[$0]?.at.milliseconds })
            },
        ]
    }

    /// Withdrawn facts alone: `moves` have homes.
    static func ofWithdrawn(_ moves: [Decision.Move]) -> [Call] {
        let parts = moves.flatMap { move in
            (move.homes ?? []).sorted().map { Part(from: move.from, to: move.to, home: $0) }
        }
        return parts.isEmpty ? [] : [Statement.moveWithdrawnOfHomes { $0.add(parts) }]
    }

    private static func calls(_ parts: [Part]) -> [Call] {
        guard !parts.isEmpty else { return [] }
        return [
            Statement.moveFactsOfHomes { $0.add(parts) }, Statement.moveLinksOfHomes { $0.add(parts) },
            Statement.moveClaims { $0.add(ids: Set(parts.map(\.from)).sorted().map(Optional.init)) },
        ]
    }
}

extension Parameters {
    fileprivate mutating func add(_ parts: [Moves.Part]) {
        add(ids: parts.map(\.from))
        add(ids: parts.map(\.to))
        add(ids: parts.map(\.home))
    }
}
