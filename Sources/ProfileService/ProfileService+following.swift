import ProfileCore
import ProfileStore
import Synchronization

/// Keeping up with what other nodes do to a store that several share.
extension ProfileService {
    private static let pageSize = 1000
    /// Between two readings of the changes: while many nodes write, one reading then takes in what several signs told.
    private static let rest: Duration = .milliseconds(10)
    private static let sweepInterval: Duration = .seconds(1)

    /// Follows the changes of all nodes until the calling task is cancelled; returns at once when the store is this
    /// node's alone. While no sign comes from the store, the cache answers nothing.
    package func followChanges() async {
        guard let shared = store as? any ChangeListening else { return }
        let (news, heard) = AsyncStream.makeStream(of: ChangeNews.self, bufferingPolicy: .bufferingNewest(1))
        await withTaskGroup(of: Void.self) { group in
            group.addTask {
                await shared.listen { news in
                    if news == .lost { self.following.noteLoss() }
                    heard.yield(news)
                }
                heard.finish()
            }
            await follow(news)
            group.cancelAll()
        }
    }

    private func follow(_ news: AsyncStream<ChangeNews>) async {
        var last: FeedPosition?
        var basisReadAt: Timestamp?
        var sweptAt = ContinuousClock.now
        for await piece in news {
            guard case .upTo(let newest) = piece else { continue }
            let (heardAt, start) = (now(), ContinuousClock.now)
            do throws(StoreError) {
                last = try await catchUp(from: last ?? newest, to: newest)
                let knownSince = try await reloadBasis(lastReadAt: basisReadAt, at: heardAt)
                basisReadAt = knownSince
                following.noteCatchUp(took: start.duration(to: .now), afterLapse: !cache.isTrusted(at: heardAt))
                cache.trust(since: knownSince)
            } catch {
                // The next sign tries again; until then trust runs out.
            }
            if sweptAt.duration(to: .now) >= Self.sweepInterval {
                cache.forgetGone()
                sweptAt = .now
            }
            try? await Task.sleep(for: Self.rest)
        }
    }

    /// The position up to which changes were taken in.
    private func catchUp(
        from position: FeedPosition, to newest: FeedPosition
    ) async throws(StoreError) -> FeedPosition {
        if !newest.covers(position), try await isSetBack(before: position) {
            cache.forgetAll()
            judgement.doubtPopulation()
            try await policies.settle()
            try await refreshOutlook()
            try await catalogue.startOver()
            hub.restart(at: newest)
            return newest
        }
        var last = position
        while true {
            let page = try await store.changes(after: last, limit: Self.pageSize)
            cache.invalidate(olderThan: page.changes)
            if judgement.ranksPopulation { judgement.take(try await states(of: page.changes), page.changes) }
            following.noteChanges(page.changes.count)
            hub.note(page.changes)
            try await tellEvents(of: page, after: last)
            last = page.position
            guard !page.isLast else { return last }
        }
    }

    /// Whether changes before `position` are no more: a backup was restored, or a server took over that had not heard
    /// of them.
    private func isSetBack(before position: FeedPosition) async throws(StoreError) -> Bool {
        try await !store.lastPosition().covers(position)
    }

    private func states(of changes: [ProfileChange]) async throws(StoreError) -> [ProfileID: ProfileState] {
        let references = Set(changes.filter { $0.version != nil }.map { ProfileReference.id($0.profile) })
        let found = try await store.profiles(references).values.joined()
        return Dictionary(found.map { ($0.id, $0) }, uniquingKeysWith: { $1 })
    }

    /// The moment since when policy and outlook are known to hold: signs come with every change, policies hardly ever,
    /// so that one that was read a moment ago does.
    private func reloadBasis(lastReadAt: Timestamp?, at now: Timestamp) async throws(StoreError) -> Timestamp {
        if let lastReadAt, (0..<200).contains(now.milliseconds - lastReadAt.milliseconds) { return lastReadAt }
        try await policies.reload()
        try await refreshOutlook()
        try await catalogue.catchUp()
        return now
    }
}

/// How a node keeps up with the changes of others.
final class FollowingTally: Sendable {
    private struct State {
        var changes = 0
        var catchUps = Histogram()
        var lapses = 0
        var resyncs = 0
        var hasLost = false
        var hasCaughtUp = false
    }

    private let state = Mutex(State())

    func noteChanges(_ count: Int) {
        state.withLock { $0.changes += count }
    }

    /// The connection that announces changes is lost.
    func noteLoss() {
        state.withLock { $0.hasLost = true }
    }

    /// Everything that was changed until a sign came is known, after a time in which the cache answered nothing or not.
    func noteCatchUp(took duration: Duration, afterLapse: Bool) {
        state.withLock { state in
            state.catchUps.add(duration)
            if afterLapse, state.hasCaughtUp { state.lapses += 1 }
            if state.hasLost, state.hasCaughtUp { state.resyncs += 1 }
            (state.hasLost, state.hasCaughtUp) = (false, true)
        }
    }

    func metrics(isFollowing: Bool) -> [Metric] {
        let state = state.withLock { $0 }
        return [
            Metric(
                "following", .gauge(isFollowing ? 1 : 0),
                help: "Whether all changes of other nodes are known, so that the cache answers."),
            Metric(
                "followed_changes", .counter(state.changes),
                help: "Changes that were taken in, of this node and others."),
            Metric(
                "following_catch_up_seconds", .histogram(state.catchUps),
                help: "Time from a sign of the store to having taken in what it stands for."),
            Metric(
                "following_lapses", .counter(state.lapses),
                help: "How often the cache stopped answering because no sign had come for a second."),
            Metric(
                "following_resyncs", .counter(state.resyncs),
                help: "How often changes were caught up with after the connection that announces them was lost."),
        ]
    }
}
