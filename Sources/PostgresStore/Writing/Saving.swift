import ProfileCore
import ProfileStore

/// The calls that carry out decisions which do not concern each other.
enum Saving {
    /// Moves, facts and links: all that a rebuild reads.
    static func groundwork(_ decisions: [Decision]) -> [Call] {
        let settled = decisions.flatMap(\.settledFacts).sorted()
        let withdrawn = decisions.flatMap(\.withdrawnFacts).sorted()
        return Moves(decisions).calls
            + call(Statement.settleFacts, settled) { $0.add(keys: $1) }
            + facts(decisions.flatMap(\.facts.values))
            + call(Statement.withdrawFacts, withdrawn) { $0.add(keys: $1) }
            + links(decisions.flatMap(\.links.values))
            + removals(decisions.flatMap(\.removedLinks))
    }

    /// What people review, and aliases.
    static func review(_ decisions: [Decision]) -> [Call] {
        aliases(decisions)
            + merges(decisions.flatMap(\.merges))
            + conflicts(decisions.flatMap(\.conflicts))
            + separations(Statement.saveSeparations, decisions.flatMap(\.separations))
            + separations(Statement.removeSeparations, decisions.flatMap(\.removedSeparations))
    }

    static func facts(_ facts: [Fact]) -> [Call] {
        // In the order of the index, which is then walked once, and in which rows are locked.
        // Whole facts are slow to sort: their keys and places are not.
        let order = facts.indices.map { (key: facts[$0].key, place: $0) }.sorted { $0.key < $1.key }
        let facts = order.map { facts[$0.place] }
        return call(Statement.saveFacts, facts) { parameters, facts in
            parameters.add(keys: order.map(\.key))
            parameters.add(ids: facts.map(\.filing.profile))
            parameters.add(ids: facts.map(\.filing.home))
            parameters.add(integers: facts.map(\.record.happenedAt.milliseconds))
            parameters.add(integers: facts.map(\.record.updatedAt.milliseconds))
            parameters.add(integers: facts.map(\.receivedAt.milliseconds))
            parameters.add(texts: facts.map(\.filing.basis?.type))
            parameters.add(texts: facts.map(\.filing.basis?.value))
            parameters.add(blobs: facts.map { Stored.bytes(of: RecordPayload($0.record)) })
        }
    }

    static func links(_ links: [Link]) -> [Call] {
        let sorted = links.sorted { ($0.identifier, $0.home) < ($1.identifier, $1.home) }
        return call(Statement.saveLinks, sorted) { parameters, links in
            parameters.add(identifiers: links.map(\.identifier))
            parameters.add(ids: links.map(\.home))
            parameters.add(ids: links.map(\.profile))
            parameters.add(keys: links.map(\.statedBy))
            parameters.add(integers: links.map(\.linkedAt.milliseconds))
        }
    }

    static func removals(_ links: [LinkKey]) -> [Call] {
        let sorted = links.sorted { ($0.identifier, $0.home) < ($1.identifier, $1.home) }
        return call(Statement.removeLinks, sorted) { parameters, links in
            parameters.add(identifiers: links.map(\.identifier))
            parameters.add(ids: links.map(\.home))
        }
    }

    private static func aliases(_ decisions: [Decision]) -> [Call] {
        let saved = decisions.flatMap(\.aliases).sorted { $0.key < $1.key }
        let removed = decisions.flatMap(\.removedAliases).sorted()
        return call(Statement.saveAliases, saved) { parameters, aliases in
            parameters.add(ids: aliases.map(\.key))
            parameters.add(ids: aliases.map(\.value))
        } + call(Statement.removeAliases, removed) { $0.add(ids: $1.map(Optional.init)) }
    }

    private static func merges(_ merges: [Merge]) -> [Call] {
        let last = Dictionary(merges.map { (MergeKey($0), $0) }) { $1 }
        let sorted = last.values.sorted { ($0.absorbed, $0.at) < ($1.absorbed, $1.at) }
        return call(Statement.saveMerges, sorted) { parameters, merges in
            parameters.add(ids: merges.map(\.absorbed))
            parameters.add(integers: merges.map(\.at.milliseconds))
            parameters.add(ids: merges.map(\.survivor))
            parameters.add(blobs: merges.map { Stored.bytes(of: $0) })
        }
    }

    private static func conflicts(_ conflicts: [Conflict]) -> [Call] {
        let last = Dictionary(conflicts.map { (ConflictKey($0), $0) }) { $1 }
        let sorted = last.values.sorted { ($0.fact, $0.identifier) < ($1.fact, $1.identifier) }
        return call(Statement.saveConflicts, sorted) { parameters, conflicts in
            parameters.add(keys: conflicts.map(\.fact))
            parameters.add(identifiers: conflicts.map(\.identifier))
            parameters.add(texts: conflicts.map(\.rule.rawValue))
            parameters.add(texts: conflicts.map(\.limitedType))
            parameters.add(ids: conflicts.map(\.profile))
            parameters.add(ids: conflicts.map(\.holder))
            parameters.add(integers: conflicts.map(\.at.milliseconds))
            parameters.add(integers: conflicts.map(\.resolvedAt?.milliseconds))
        }
    }

    private static func separations(_ statement: Statement, _ separations: [Separation]) -> [Call] {
        let sorted = Set(separations).sorted { ($0.first, $0.second) < ($1.first, $1.second) }
        return call(statement, sorted) { parameters, separations in
            parameters.add(ids: separations.map(\.first))
            parameters.add(ids: separations.map(\.second))
        }
    }

    /// Nothing when there is nothing to do.
    private static func call<Item>(
        _ statement: Statement, _ items: [Item], _ bind: (inout Parameters, [Item]) -> Void
    ) -> [Call] {
        items.isEmpty ? [] : [statement { bind(&$0, items) }]
    }

    private struct MergeKey: Hashable {
        let absorbed: ProfileID
        let at: Timestamp

        init(_ merge: Merge) {
            (absorbed, at) = (merge.absorbed, merge.at)
        }
    }

    private struct ConflictKey: Hashable {
        let fact: FactKey
        let identifier: Identifier

        init(_ conflict: Conflict) {
            (fact, identifier) = (conflict.fact, conflict.identifier)
        }
    }
}
