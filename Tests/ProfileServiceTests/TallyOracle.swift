import ProfileCore
import ProfileService
import ProfileStore
import Testing

extension SummaryLimits {
    /// So small that a few facts reach them.
    static let narrow: SummaryLimits = {
        var limits = SummaryLimits()
        (limits.contactDays, limits.orderDays, limits.quarters) = (1, 1, 2)
        limits.products = Shelf(capacity: 2, shown: 1)
        limits.categories = Shelf(capacity: 1, shown: 1)
        limits.agents = Shelf(capacity: 1, shown: 1)
        limits.promiseAgents = Shelf(capacity: 1, shown: 1)
        limits.promiseTopics = Shelf(capacity: 2, shown: 1)
        limits.channels = Shelf(capacity: 2, shown: 2)
        limits.identifiers = Shelf(capacity: 1, shown: 1)
        return limits
    }()
}

/// What rows with tallies must hold, and what profiles must list of them, told from nothing but the facts.
struct TallyOracle {
    private struct Profile {
        let state: ProfileState
        let whole: ProfileSummary
        let rows: [TallyRow]
    }

    private let profiles: [Profile]
    private let limits: SummaryLimits

    init(_ shop: Shop, rules: IdentityRules) async throws {
        var unlimited = rules
        unlimited.summaryLimits = .standard
        limits = rules.summaryLimits
        var profiles: [Profile] = []
        for state in try await shop.store.scan(after: nil, limit: 1000) {
            let facts = try await shop.store.facts(of: state.id, after: nil, limit: 1000)
            let history = try await shop.store.history(of: state.id)
            let held = Set((history?.links ?? []).map(\.identifier))
            var fold = SummaryRebuild(held: held, rules: unlimited, at: shop.clock.now)
            for fact in facts { fold.add(fact) }
            // Every name that a fact of the profile states is asked for.
            let readSet = ReadSet(facts: Set(facts.map(\.key)), weakTypes: rules.weakTypes)
            let found = try await shop.store.commit(reading: readSet) { snapshot in
                (Decision(decidedAt: snapshot.moment), snapshot.tallies[state.id]?.tallies ?? [])
            }
            profiles.append(Profile(state: state, whole: fold.summary, rows: found.answer))
        }
        self.profiles = profiles
    }

    func check(_ comment: Comment) {
        for profile in profiles {
            for kind in TallyKind.allCases { check(kind, of: profile, comment) }
        }
    }

    private func check(_ kind: TallyKind, of profile: Profile, _ comment: Comment) {
        let all = profile.whole.tallies(kind).map(\.counted)
        let rows = profile.rows.filter { $0.key.kind == kind }.map(\.counted)
        let listed = profile.state.summary.tallies(kind).map(\.counted)
        let count = profile.state.summary.shelved[kind]
        #expect((count != nil) == (all.count > limits[kind].capacity), "\(kind) of \(profile.state.id) \(comment)")
        #expect(Set(rows) == (count == nil ? [] : Set(all)), "\(kind) of \(profile.state.id) \(comment)")
        #expect(Set(listed).isSubset(of: all), "\(kind) of \(profile.state.id) \(comment)")
        let sorted = all.sorted { ($1.rank, $0.key.name) < ($0.rank, $1.key.name) }
        let least = count == nil ? all.count : limits[kind].shown
        #expect(Set(sorted.prefix(least)).isSubset(of: listed), "\(kind) of \(profile.state.id) \(comment)")
        guard kind == .product else { return }
        for signal in profile.state.summary.signals {
            #expect(
                profile.state.summary.purchases.products.tallies[signal.sku]
                    == profile.whole.purchases.products.tallies[signal.sku],
                "\(signal.sku) of \(profile.state.id) \(comment)")
        }
    }
}

extension TallyRow {
    /// Without the quarters of an hour, which have limits of their own.
    fileprivate var counted: TallyRow {
        guard case .channel(let seen, let inbound) = value else { return self }
        let sum = inbound.counts.reduce(inbound.earlier) { $0 + Int($1.count) }
        return TallyRow(key, .channel(seen, inbound: BucketCounts(earlier: sum)))
    }
}
