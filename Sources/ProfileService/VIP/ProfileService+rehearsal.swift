package import ProfileCore
package import ProfileStore

extension ProfileService {
    /// What `policy` would have done to those who waited in the last thirty days; nil while too few waits are known.
    /// Takes as long as it takes to look at everybody who waited, and, where no queue was ranked, at every interaction.
    package func rehearse(_ policy: VIPPolicy) async throws(StoreError) -> QueueRehearsal? {
        var (waits, basis) = (try await rememberedWaits(), QueueRehearsal.Basis.ranked)
        if waits.count < QueueRehearsal.fewest { (waits, basis) = (try await statedWaits(), .interactions) }
        guard waits.count >= QueueRehearsal.fewest else { return nil }
        waits = waits.latest(QueueRehearsal.capacity)
        let moment = now()
        var inForce = try await count(self.policy, at: moment)
        var wanted = try await count(policy, at: moment)
        var standings: [ProfileID: QueueRehearsal.Standing] = [:]
        try await eachState(of: waits) { id, state in
            let (before, after) = (inForce.add(state), wanted.add(state))
            standings[id] = QueueRehearsal.Standing(
                tier: after, inForce: inForce.policy.priority(of: before), wanted: wanted.policy.priority(of: after))
        }
        return QueueRehearsal(of: waits, from: basis, standings, policy: policy)
    }

    /// The waits that interactions of the last thirty days state.
    private func statedWaits() async throws(StoreError) -> [PastWait] {
        let moment = now()
        let past = moment.advanced(bySeconds: -Int64(QueueRehearsal.days) * 86_400)...moment
        var waits: [PastWait] = []
        var last: FactKey?
        var breather = Breather()
        repeat {
            guard !Task.isCancelled else { throw .unavailable }
            let page = try await store.facts(kind: .interaction, after: last, limit: 1000)
            waits += page.compactMap { PastWait(statedBy: $0, in: past) }
            if waits.count > 2 * QueueRehearsal.capacity { waits = waits.latest(QueueRehearsal.capacity) }
            await breather.pause()
            last = page.last?.key
        } while last != nil
        return waits
    }
}
