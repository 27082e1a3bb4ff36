import ProfileCore
import ProfileStore

/// Keeping up with what other nodes do to a store that several share.
extension ProfileService {
    /// How long the cache may answer after the last sign that no change was missed.
    private static let trustSeconds: Int64 = 1

    /// Follows the changes of all nodes until the calling task is cancelled; returns at once when the store is this
    /// node's alone. While no sign comes from the store, the cache answers nothing.
    package func followChanges() async {
        guard let shared = store as? any ChangeListening else { return }
        let (news, heard) = AsyncStream.makeStream(of: ChangeNews.self, bufferingPolicy: .bufferingNewest(1))
        await withTaskGroup(of: Void.self) { group in
            group.addTask {
                await shared.listen { heard.yield($0) }
                heard.finish()
            }
            await follow(news)
            group.cancelAll()
        }
    }

    private func follow(_ news: AsyncStream<ChangeNews>) async {
        var last: Int64?
        for await piece in news {
            guard case .upTo(let newest) = piece else { continue }
            let heardAt = now()
            do throws(StoreError) {
                last = try await catchUp(from: last ?? newest)
                try await reloadPolicy()
                cache.trust(until: heardAt.advanced(bySeconds: Self.trustSeconds))
            } catch {
                // The next sign tries again; until then trust runs out.
            }
        }
    }

    /// The number of the last change that was taken in.
    private func catchUp(from sequence: Int64) async throws(StoreError) -> Int64 {
        var last = sequence
        while true {
            let changes = try await store.changes(after: last, limit: 1000)
            guard let newest = changes.last else { return last }
            cache.invalidate(changes.lazy.map(\.profile))
            if judgement.ranksPopulation { judgement.take(try await states(of: changes), changes) }
            last = newest.sequence
        }
    }

    private func states(of changes: [ProfileChange]) async throws(StoreError) -> [ProfileID: ProfileState] {
        let references = Set(changes.filter { $0.version != nil }.map { ProfileReference.id($0.profile) })
        let found = try await store.profiles(references).values.joined()
        return Dictionary(found.map { ($0.id, $0) }, uniquingKeysWith: { $1 })
    }

    private func reloadPolicy() async throws(StoreError) {
        guard let stored = try await store.policy(), stored != judgement.basis.policy else { return }
        judgement.put(stored)
        try await refreshPopulation()
    }
}
