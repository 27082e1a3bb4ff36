import ProfileCore
import Synchronization

/// Who waits in the queues that this node ranks. In memory alone until they left.
final class QueueMemory: Sendable {
    /// Further ones are not remembered.
    private static let capacity = 20_000
    /// Who was not seen for so long, in seconds, has left the queue. Routers ask every few seconds.
    private static let absence: Int64 = 60

    private struct Place: Hashable {
        let queue: String
        let ref: String
        let profile: ProfileID?
    }

    private struct Sighting {
        let arrivedAt: Timestamp
        var seenAt: Timestamp
    }

    private struct State {
        var sightings: [Place: Sighting] = [:]
        var left: [PastWait] = []
        var oldest: Day?
    }

    private let state = Mutex(State())

    func note(_ entries: [VIPQueue.Entry], in queue: String, at now: Timestamp) {
        state.withLock { state in
            for entry in entries {
                let place = Place(queue: queue, ref: entry.ref, profile: entry.answer.profileID)
                if state.sightings[place] != nil {
                    state.sightings[place]?.seenAt = now
                } else if state.sightings.count < Self.capacity {
                    let arrivedAt = now.advanced(bySeconds: -Int64(max(0, entry.waitedSeconds)))
                    state.sightings[place] = Sighting(arrivedAt: arrivedAt, seenAt: now)
                }
            }
        }
    }

    /// Those who left and are not noted yet; all who are there when the service ends.
    func thoseWhoLeft(by now: Timestamp, isEnd: Bool) -> [PastWait] {
        state.withLock { state in
            let end = now.advanced(bySeconds: -Self.absence)
            for (place, sighting) in state.sightings where isEnd || sighting.seenAt <= end {
                state.sightings[place] = nil
                guard state.left.count < Self.capacity else { continue }
                state.left.append(
                    PastWait(
                        queue: place.queue, arrivedAt: sighting.arrivedAt, servedAt: sighting.seenAt,
                        profile: place.profile))
            }
            return state.left
        }
    }

    /// So many of those who left are noted.
    func settle(_ count: Int) {
        state.withLock { $0.left.removeFirst(min(count, $0.left.count)) }
    }

    func forget(_ profiles: Set<ProfileID>) {
        let isGone = { (profile: ProfileID?) in profile.map(profiles.contains) ?? false }
        state.withLock { state in
            state.sightings = state.sightings.filter { !isGone($0.key.profile) }
            state.left.removeAll { isGone($0.profile) }
        }
    }

    /// Whether a day is another one than the last time.
    func begins(_ day: Day) -> Bool {
        state.withLock { state in
            defer { state.oldest = day }
            return state.oldest != day
        }
    }
}
