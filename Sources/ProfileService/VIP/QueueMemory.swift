import ProfileCore
import Synchronization

/// Who waits in the queues that this node ranks. In memory alone until they left.
final class QueueMemory: Sendable {
    /// The most places in memory; further ones are ignored.
    fileprivate static let capacity = 20_000
    /// A place unseen for so many seconds has left the queue. Routers ask every few seconds.
    private static let absence: Int64 = 60

    /// Who waits, by their name in the queue: they may become known, or be merged, while they wait.
    fileprivate struct Place: Hashable {
        let queue: String
        let ref: String
    }

    fileprivate struct Sighting {
        let arrivedAt: Timestamp
        var seenAt: Timestamp
        /// The latest that was known.
        var profile: ProfileID?
    }

    fileprivate struct State {
        var sightings: [Place: Sighting] = [:]
        var left: [PastWait] = []
        var oldest: Day?

        mutating func leave(_ place: Place, _ sighting: Sighting) {
            guard left.count < QueueMemory.capacity else { return }
            let mark = UInt16(truncatingIfNeeded: XXHash64.hash(Array(place.ref.utf8)))
            left.append(
                PastWait(
                    queue: place.queue, arrivedAt: sighting.arrivedAt, servedAt: sighting.seenAt,
                    profile: sighting.profile, mark: mark))
        }
    }

    private let state = Mutex(State())

    func note(_ entries: [VIPQueue.Entry], in queue: String, at now: Timestamp) {
        state.withLock { state in
            for entry in entries {
                let place = Place(queue: queue, ref: entry.ref)
                if let index = state.sightings.index(forKey: place) {
                    let former = state.sightings.values[index]
                    if state.sightings.values[index].see(entry, at: now) { continue }
                    // The name stands for somebody else now.
                    state.leave(place, former)
                    state.sightings.values[index] = Sighting(entry, at: now)
                } else if state.sightings.count < Self.capacity {
                    state.sightings[place] = Sighting(entry, at: now)
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
                state.leave(place, sighting)
            }
            return state.left
        }
    }

    /// Drops waits that are stored. Others may have come or been forgotten meanwhile.
    func settle(_ stored: [PastWait]) {
        let stored = Set(stored)
        state.withLock { $0.left.removeAll(where: stored.contains) }
    }

    func forget(_ profiles: Set<ProfileID>) {
        let isGone = { (profile: ProfileID?) in profile.map(profiles.contains) ?? false }
        state.withLock { state in
            state.sightings = state.sightings.filter { !isGone($0.value.profile) }
            state.left.removeAll { isGone($0.profile) }
        }
    }

    /// The oldest day that the last sweep kept.
    var oldest: Day? {
        get { state.withLock(\.oldest) }
        set { state.withLock { $0.oldest = newValue } }
    }
}

extension QueueMemory.Sighting {
    init(_ entry: VIPQueue.Entry, at now: Timestamp) {
        arrivedAt = Self.arrival(of: entry, at: now)
        seenAt = now
        profile = entry.answer.profileID
    }

    /// False when the entry arrived at another time, so it is another person.
    mutating func see(_ entry: VIPQueue.Entry, at now: Timestamp) -> Bool {
        let apart = arrivedAt.milliseconds - Self.arrival(of: entry, at: now).milliseconds
        // Routers count waits by their own clocks.
        guard abs(apart) <= PastWait.toleratedSeconds * Timestamp.millisecondsPerSecond else { return false }
        seenAt = now
        profile = entry.answer.profileID ?? profile
        return true
    }

    private static func arrival(of entry: VIPQueue.Entry, at now: Timestamp) -> Timestamp {
        now.advanced(bySeconds: -Int64(max(0, entry.waitedSeconds)))
    }
}
