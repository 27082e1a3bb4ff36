package import ProfileCore
package import ProfileStore

/// Who waited in the queues that were ranked: remembered for thirty days, by profile alone.
extension ProfileService {
    /// Notes who left the queues since the last time; when the service ends, everybody who is in one.
    package func keepWaits(isEnd: Bool = false) async throws(StoreError) {
        try await queueTurns.take { [self] () async throws(StoreError) -> Void in
            let moment = now()
            let left = queues.thoseWhoLeft(by: moment, isEnd: isEnd)
            if !left.isEmpty {
                try await whileOthersRest(from: .remembering) { () async throws(StoreError) in
                    try await note(try await withoutGone(left), at: moment)
                }
                queues.settle(left)
            }
            let oldest = moment.day.advanced(by: -QueueRehearsal.days)
            guard queues.oldest != oldest else { return }
            try await sweepWaits(before: oldest)
            queues.oldest = oldest
        }
    }

    /// All that is remembered.
    package func rememberedWaits() async throws(StoreError) -> [PastWait] {
        let today = now().day
        var waits: [PastWait] = []
        for age in 0...QueueRehearsal.days {
            let day = today.advanced(by: -age)
            if let log = try await self.waits(on: day) { waits += log.waits }
        }
        return waits
    }

    /// What is remembered of one profile and of those that were merged into it, oldest first.
    package func waits(of profile: ProfileState) async throws(StoreError) -> [PastWait] {
        let names = Set([profile.id] + profile.aliases)
        return try await rememberedWaits().filter { wait in wait.profile.map(names.contains) ?? false }
            .sorted { $0.arrivedAt < $1.arrivedAt }
    }

    /// Takes people who were erased out of what is remembered.
    func forgetWaits(of profiles: [ProfileID]) async throws(StoreError) {
        let gone = Set(profiles)
        queues.forget(gone)
        try await whileOthersRest(from: .remembering) { () async throws(StoreError) in
            let today = now().day
            for age in 0...QueueRehearsal.days {
                let day = today.advanced(by: -age)
                guard let left = try await waits(on: day)?.without(gone) else { continue }
                try await put(left)
            }
        }
    }

    /// Empties the places of older days that no later day took, and takes out once more who was erased, wherever an
    /// erasure came to no end or a node had not heard of it.
    private func sweepWaits(before day: Day) async throws(StoreError) {
        try await whileOthersRest(from: .remembering) { () async throws(StoreError) in
            for slot in 0..<StoredSetting.waitSlots {
                let name = StoredSetting.waits(on: day.advanced(by: slot))
                guard let log = try await stored(WaitLog.self, name), !log.waits.isEmpty else { continue }
                let left = log.day < day ? [] : try await withoutGone(log.waits)
                guard left != log.waits else { continue }
                try await store.put(Stored.bytes(of: WaitLog(on: log.day, left)), note: name)
            }
        }
    }

    private func note(_ left: [PastWait], at moment: Timestamp) async throws(StoreError) {
        let oldest = moment.day.advanced(by: -QueueRehearsal.days)
        for (day, waits) in Dictionary(grouping: left, by: \.arrivedAt.day) where day >= oldest && day <= moment.day {
            var log = try await self.waits(on: day) ?? WaitLog(on: day)
            log.take(waits)
            try await put(log)
        }
    }

    /// Another node may have erased somebody whom this one still remembers.
    private func withoutGone(_ left: [PastWait]) async throws(StoreError) -> [PastWait] {
        var known: Set<ProfileID> = []
        try await eachState(of: left) { id, _ in known.insert(id) }
        return left.map { wait in
            guard let profile = wait.profile, !known.contains(profile) else { return wait }
            return wait.anonymous
        }
    }

    /// Hands over the profile that each id among the waits leads to now; those that lead nowhere are left out.
    func eachState(
        of waits: [PastWait], _ take: (ProfileID, ProfileState) -> Void
    ) async throws(StoreError) {
        let ids = Set(waits.compactMap(\.profile)).sorted()
        for start in stride(from: 0, to: ids.count, by: 500) {
            let page = ids[start..<min(start + 500, ids.count)]
            let found = try await store.profiles(Set(page.map(ProfileReference.id)))
            for id in page {
                if let state = found[.id(id)]?.first { take(id, state) }
            }
        }
    }

    private func waits(on day: Day) async throws(StoreError) -> WaitLog? {
        let log = try await stored(WaitLog.self, StoredSetting.waits(on: day))
        return log?.day == day ? log : nil
    }

    private func put(_ log: WaitLog) async throws(StoreError) {
        try await store.put(Stored.bytes(of: log), note: StoredSetting.waits(on: log.day))
    }
}
