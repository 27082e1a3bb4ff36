import ProfileCore
import ProfileStore

/// The calls that carry out decisions which do not concern each other.
enum Saving {
    /// Moves, facts and links: all that a rebuild reads.
    static func groundwork(_ decisions: [Decision]) -> [Call] {
        let withdrawn = decisions.filter { !$0.erases }.flatMap(\.withdrawnFacts).sorted { $0.key < $1.key }
        let erased = decisions.filter(\.erases).flatMap(\.withdrawnFacts.keys).sorted()
        return Moves(decisions).calls
            + facts(decisions.flatMap(\.facts.values))
            + call(Statement.withdrawFacts, withdrawn) { parameters, facts in
                parameters.add(keys: facts.map(\.key))
                parameters.add(integers: facts.map(\.value.milliseconds))
                parameters.add(Timestamp.withdrawn.milliseconds)
            }
            + call(Statement.eraseFactsByKey, erased) { $0.add(keys: $1) }
            + links(decisions.flatMap(\.links.values))
            + removals(decisions.flatMap(\.removedLinks))
            + forgotten(decisions.flatMap(\.forgotten))
    }

    /// What came of folding profiles: facts and links that go elsewhere, with their claims, and claims that came to
    /// light.
    static func folded(_ outcome: Refolding.Outcome) -> [Call] {
        let filings = outcome.filings.sorted { $0.key < $1.key }
        return Moves.ofWithdrawn(outcome.withdrawn)
            + call(Statement.fileFacts, filings) { parameters, filings in
                parameters.add(keys: filings.map(\.key))
                parameters.add(ids: filings.map(\.value.profile))
                parameters.add(ids: filings.map(\.value.home))
            }
            + removals(Array(outcome.removedLinks)) + links(Array(outcome.links.values))
            + conflicts(Statement.noteClaims, outcome.claims)
    }

    /// Claims that were refused or settled.
    static func claims(_ decisions: [Decision]) -> [Call] {
        let dropped = Set(decisions.flatMap(\.droppedClaims)).sorted()
        return call(Statement.dropClaims, dropped) { parameters, claims in
            parameters.add(keys: claims.map(\.fact))
            parameters.add(identifiers: claims.map(\.identifier))
        } + conflicts(Statement.saveConflicts, decisions.flatMap(\.conflicts))
    }

    /// How far claims were judged, and what has to be judged from now on.
    private static func queue(_ decisions: [Decision]) -> [Call] {
        let judged = decisions.flatMap(\.judged).sorted { $0.identifier < $1.identifier }
        let now = decisions.map(\.decidedAt.milliseconds).max() ?? 0
        return self.judged(judged)
            + call(Statement.queueClaims, Set(decisions.flatMap(\.claimable)).sorted()) {
                $0.add(identifiers: $1)
                $0.add(now)
            }
            + [
                (Statement.queueNamed, decisions.flatMap(\.eased)),
                (Statement.queueLightened, decisions.flatMap(\.lightened)),
            ].flatMap { statement, profiles in
                call(statement, Set(profiles).sorted()) {
                    $0.add(ids: $1.map(Optional.init))
                    $0.add(now)
                }
            }
    }

    private static func judged(_ places: [DueClaims.Place]) -> [Call] {
        call(Statement.claimsJudged, places.filter(\.isDone)) { parameters, places in
            parameters.add(identifiers: places.map(\.identifier))
            parameters.add(integers: places.map(\.stamp))
        }
            + call(Statement.claimsJudgedUpTo, places.filter { !$0.isDone }) { parameters, places in
                parameters.add(identifiers: places.map(\.identifier))
                parameters.add(integers: places.map(\.stamp))
                parameters.add(integers: places.map(\.after?.at.milliseconds))
                parameters.add(kindNumbers: places.map { $0.after.map { Int16($0.fact.kind.rawValue) } })
                parameters.add(texts: places.map(\.after?.fact.source))
                parameters.add(texts: places.map(\.after?.fact.id))
                parameters.add(kindNumbers: places.map { $0.band.map(Int16.init) })
            }
    }

    private static func forgotten(_ forgotten: [Decision.Forgotten]) -> [Call] {
        call(Statement.forgetLinks, forgotten) { parameters, forgotten in
            parameters.add(identifiers: forgotten.map(\.identifier))
            parameters.add(ids: forgotten.map(\.profile))
        }
    }

    /// What people decide, aliases, and the queue of claims.
    static func review(_ decisions: [Decision]) -> [Call] {
        aliases(decisions)
            + merges(decisions.flatMap(\.merges))
            + removed(decisions.flatMap(\.removedMerges))
            + call(Statement.saveSeparations, decisions.flatMap(\.separations).distinct) { parameters, separations in
                parameters.add(pairs: separations.map(\.pair))
                parameters.add(blobs: separations.map { $0.first.fact.map { Stored.bytes(of: $0) } })
                parameters.add(blobs: separations.map { $0.second.fact.map { Stored.bytes(of: $0) } })
            }
            + call(Statement.removeSeparations, Set(decisions.flatMap(\.removedSeparations)).sorted()) {
                $0.add(pairs: $1)
            }
            + ended(decisions.flatMap(\.ended).sorted())
            + queue(decisions)
            + (decisions.contains(where: \.erases) ? unstated : [])
    }

    private static let unstated = [Statement.dequeueUnstated()]

    private static func removed(_ merges: [Merge]) -> [Call] {
        call(Statement.removeMerges, merges) { parameters, merges in
            parameters.add(ids: merges.map(\.absorbed))
            parameters.add(integers: merges.map(\.at.milliseconds))
        }
    }

    private static func ended(_ profiles: [ProfileID]) -> [Call] {
        call(Statement.removeMergesNaming, profiles) { $0.add(ids: $1.map(Optional.init)) }
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

    private static func conflicts(_ statement: Statement, _ conflicts: [Conflict]) -> [Call] {
        let last = Dictionary(conflicts.map { ($0.key, $0) }) { $1 }
        return call(statement, last.values.sorted { $0.key < $1.key }) { parameters, conflicts in
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
}

extension Parameters {
    fileprivate mutating func add(pairs: [Separation.Pair]) {
        add(ids: pairs.map(\.first))
        add(ids: pairs.map(\.second))
    }
}
