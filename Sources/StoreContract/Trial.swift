import ProfileCore
import ProfileStore

/// A store under examination.
struct Trial: Sendable {
    let store: any StoreContract.Store

    @discardableResult
    func save(
        at moment: Timestamp = .sample(1_000_000), _ edit: @escaping @Sendable (inout Decision) -> Void
    ) async throws -> Committed<Bool> {
        try await store.commit(touching: Touch()) { _ in
            var decision = Decision(decidedAt: moment)
            edit(&decision)
            return (decision, true)
        }
    }

    func snapshot(of touch: Touch) async throws -> Snapshot {
        try await store.commit(touching: touch) { (Decision(decidedAt: .sample(0)), $0) }.answer
    }

    func profiles(_ reference: ProfileReference) async throws -> [ProfileState] {
        try await store.profiles([reference])[reference] ?? []
    }

    func facts(of profile: ProfileID) async throws -> [Fact] {
        try await store.facts(of: profile, after: nil, limit: 100_000)
    }

    /// A page of the timeline; empty when there is no such profile.
    func timeline(of profile: ProfileID, after cursor: TimelineCursor? = nil, limit: Int) async throws -> [Fact] {
        try await store.timeline(of: .id(profile), after: cursor, limit: limit).value?.facts ?? []
    }

    /// By profile.
    func changes(after position: FeedPosition = .start) async throws -> [ProfileChange] {
        try await pages(after: position, limit: 100_000).sorted { $0.profile < $1.profile }
    }

    func pages(after position: FeedPosition = .start, limit: Int) async throws -> [ProfileChange] {
        var (found, position): ([ProfileChange], FeedPosition) = ([], position)
        while true {
            let page = try await store.changes(after: position, limit: limit)
            try promise(page.changes.count <= limit, "a page holds more than was asked for")
            found += page.changes
            position = page.position
            if page.isLast { return found }
        }
    }

    func conflicts() async throws -> [Conflict] {
        try await store.conflicts(after: nil, limit: 100_000)
    }
}
