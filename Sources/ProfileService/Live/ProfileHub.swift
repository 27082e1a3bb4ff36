package import ProfileCore
package import ProfileStore
import Synchronization

/// Tells those who follow a profile that it changed.
///
/// No more than that: what changed is read when the follower is ready to send it. So quick changes come together, a
/// slow reader costs no memory, and a commit costs a look into a table for each profile that it changes.
package final class ProfileHub: Sendable {
    private struct State {
        var followers: [ProfileID: [ProfileFollower]] = [:]
        var agents: [String: [AgentFollower]] = [:]
        /// Those who want to hear that anything changed.
        var listeners: [ObjectIdentifier: Bell] = [:]
        /// What was heard of while anybody follows; nil until somebody asks.
        var position: FeedPosition?
        var isStopping = false

        var bells: [Bell] {
            followers.values.joined().map(\.bell) + agents.values.joined().map(\.bell) + listeners.values
        }

        /// Nobody goes on to hear of changes for it.
        mutating func forgetPositionIfAlone() {
            if followers.isEmpty && agents.isEmpty { position = nil }
        }

        mutating func remove(_ follower: ProfileFollower) {
            let id = follower.profile
            followers[id]?.removeAll { $0 === follower }
            if followers[id]?.isEmpty ?? false { followers[id] = nil }
        }
    }

    private let state = Mutex(State())
    /// Of all that want to hear of changes.
    private let number = Atomic(0)
    private let streams = Atomic(0)

    /// How many streams are open.
    package var count: Int { streams.load(ordering: .relaxed) }

    /// A place for a stream; nil when `most` are open.
    package func place(among most: Int) -> StreamPlace? {
        guard streams.add(1, ordering: .relaxed).newValue <= most else {
            leave()
            return nil
        }
        return StreamPlace(in: self)
    }

    fileprivate func leave() {
        streams.subtract(1, ordering: .relaxed)
    }

    /// Begins to follow a profile. It has not been read yet, so that the first sign is that it changed. Who follows
    /// several hears of all by the bell of the first.
    package func follow(_ id: ProfileID, beside first: ProfileFollower? = nil) -> ProfileFollower {
        let follower = ProfileFollower(id, beside: first)
        let isStopping = state.withLock { state in
            state.followers[id, default: []].append(follower)
            return state.isStopping
        }
        noteListener()
        follower.bell.ring(isStopping ? .stopping : .changed)
        return follower
    }

    /// Follows another profile from now on, which has to be read afterwards.
    package func move(_ follower: ProfileFollower, to id: ProfileID) {
        state.withLock { state in
            state.remove(follower)
            follower.turn(to: id)
            state.followers[id, default: []].append(follower)
        }
    }

    package func end(_ follower: ProfileFollower) {
        state.withLock { state in
            state.remove(follower)
            state.forgetPositionIfAlone()
        }
        noteListenerEnd()
    }

    /// Begins to hear of the interactions that an agent opens.
    package func follow(agent: String) -> AgentFollower {
        let follower = AgentFollower(agent)
        let isStopping = state.withLock { state in
            state.agents[agent, default: []].append(follower)
            return state.isStopping
        }
        noteListener()
        if isStopping { follower.bell.ring(.stopping) }
        return follower
    }

    package func end(_ follower: AgentFollower) {
        state.withLock { state in
            state.agents[follower.agent]?.removeAll { $0 === follower }
            if state.agents[follower.agent]?.isEmpty ?? false { state.agents[follower.agent] = nil }
            state.forgetPositionIfAlone()
        }
        noteListenerEnd()
    }

    /// Whether anybody wants to hear of changes.
    fileprivate var isFollowed: Bool { number.load(ordering: .sequentiallyConsistent) > 0 }

    /// Rings at every change from now on.
    package func listen() -> Bell {
        let bell = Bell()
        let isStopping = state.withLock { state in
            state.listeners[ObjectIdentifier(bell)] = bell
            return state.isStopping
        }
        noteListener()
        if isStopping { bell.ring(.stopping) }
        return bell
    }

    package func end(_ bell: Bell) {
        state.withLock { $0.listeners[ObjectIdentifier(bell)] = nil }
        noteListenerEnd()
    }

    private func noteListener() {
        number.add(1, ordering: .sequentiallyConsistent)
    }

    private func noteListenerEnd() {
        number.subtract(1, ordering: .relaxed)
    }

    /// Ends all that follow, now and later.
    package func stop() {
        let bells = state.withLock { state in
            state.isStopping = true
            return state.bells
        }
        for bell in bells { bell.ring(.stopping) }
    }

    // MARK: Changes

    /// Call this after the cache has dropped what the changes made untrue.
    func note(_ changes: some Collection<ProfileChange>) {
        guard isFollowed, !changes.isEmpty else { return }
        let (concerned, listeners) = state.withLock { state in
            state.position?.advance(to: changes)
            let concerned = changes.flatMap { change in
                state.followers[change.profile, default: []].map { ($0, change.version) }
            }
            return (concerned, state.listeners)
        }
        for bell in listeners.values { bell.ring(.changed) }
        for (follower, version) in concerned { follower.note(version: version) }
    }

    /// The store was set back: earlier positions are void.
    func restart(at position: FeedPosition) {
        let (followers, agents, listeners) = state.withLock { state in
            if state.position != nil { state.position = position }
            return (state.followers, state.agents, state.listeners)
        }
        for follower in followers.values.joined() { follower.bell.ring([.changed, .restarted]) }
        for follower in agents.values.joined() { follower.restart() }
        for bell in listeners.values { bell.ring(.changed) }
    }

    /// Whether anybody wants to hear of interactions that are opened.
    var hasAgents: Bool { isFollowed && state.withLock { !$0.agents.isEmpty } }

    func tell(_ events: some Sequence<NumberedEvent>) {
        for event in events {
            guard case .opened(let interaction) = event.event else { continue }
            let followers = state.withLock { $0.agents[interaction.agent] ?? [] }
            for follower in followers {
                follower.take(event.number, OpenedEvent(profile: event.profile, interaction: interaction))
            }
        }
    }

    /// The position that everything which is read from now on includes; nil until one was learned.
    var position: FeedPosition? { state.withLock(\.position) }

    func learn(_ position: FeedPosition) -> FeedPosition {
        state.withLock { state in
            var known = state.position ?? position
            known.advance(to: position)
            state.position = known
            return known
        }
    }

    // MARK: Time

    /// How many followers read again in one tick because of time alone. At midnight all of them are due.
    private static let readingsPerTick = 500
    private static let silentTicks = 15

    /// To be called each second.
    func tick(at now: Timestamp, given stamp: ProfileBasis.Stamp, alarms: Int) {
        var readings = Self.readingsPerTick
        let (followers, agents) = state.withLock { ($0.followers, $0.agents) }
        for follower in agents.values.joined() { follower.bell.tick(patience: Self.silentTicks) }
        for follower in followers.values.joined() {
            if readings > 0, follower.noteTime(now, given: stamp, alarms: alarms) { readings -= 1 }
            if follower.hasOwnBell { follower.bell.tick(patience: Self.silentTicks) }
        }
    }
}

/// A place among the streams that may be open at a time. It is free again once nothing holds it.
package final class StreamPlace: Sendable {
    private let hub: ProfileHub

    fileprivate init(in hub: ProfileHub) {
        self.hub = hub
    }

    deinit {
        hub.leave()
    }
}

/// Somebody who follows a profile.
package final class ProfileFollower: Sendable {
    private enum Reading {
        /// Its bell has rung; it has not read yet.
        case due
        /// What was read last is true within limits.
        case taken(version: Int, Range<Timestamp>, ProfilePremise, alarms: Int)
        case failed
    }

    private struct State {
        var profile: ProfileID
        var reading = Reading.due
    }

    package let bell: Bell
    fileprivate let hasOwnBell: Bool
    private let state: Mutex<State>

    fileprivate init(_ profile: ProfileID, beside first: ProfileFollower? = nil) {
        (bell, hasOwnBell) = (first?.bell ?? Bell(), first == nil)
        state = Mutex(State(profile: profile))
    }

    /// The profile it follows.
    package var profile: ProfileID { state.withLock(\.profile) }

    /// Has taken in what was read.
    package func took(_ served: ServedProfile) {
        state.withLock {
            $0.reading = .taken(
                version: served.version, served.validity, served.premise, alarms: served.alarms)
        }
    }

    /// Could not read, and wants to be told to try again.
    package func failed() {
        state.withLock { $0.reading = .failed }
    }

    fileprivate func turn(to id: ProfileID) {
        state.withLock { $0 = State(profile: id) }
    }

    fileprivate func note(version: Int?) {
        let isNews = state.withLock { state in
            guard let version, case .taken(let known, _, _, _) = state.reading else { return true }
            return known < version
        }
        if isNews { bell.ring(.changed) }
    }

    /// Whether it must read again though the profile is as it was. True once for each reading that is due.
    fileprivate func noteTime(_ now: Timestamp, given stamp: ProfileBasis.Stamp, alarms: Int) -> Bool {
        let isDue = state.withLock { state in
            switch state.reading {
            case .due: return false
            case .taken(_, let validity, let premise, alarms)
            where validity.contains(now) && stamp.allows(premise):
                return false
            case .taken, .failed:
                state.reading = .due
                return true
            }
        }
        if isDue { bell.ring(.changed) }
        return isDue
    }
}

/// An interaction that an agent has just begun to work on, and its customer.
package struct OpenedEvent: Sendable {
    package let profile: ProfileID
    package let interaction: OpenedInteraction
}

/// Follows the interactions that an agent opens.
package final class AgentFollower: Sendable {
    private struct State {
        var waiting: [OpenedEvent] = []
        var hasLost = false
        /// The latest events, to drop repeats.
        var told: [Told] = []
    }

    private struct Told: Hashable {
        let number: ChangeNumber
        let interaction: OpenedInteraction
    }

    /// An agent serves a few customers at a time. A reader with more than this waiting is behind.
    static let most = 32

    package let agent: String
    package let bell = Bell()
    private let state = Mutex(State())

    fileprivate init(_ agent: String) {
        self.agent = agent
    }

    /// What happened since the last call, and whether some of it was lost.
    package func taken() -> (events: [OpenedEvent], hasLost: Bool) {
        state.withLock { state in
            defer { (state.waiting, state.hasLost) = ([], false) }
            return (state.waiting, state.hasLost)
        }
    }

    /// The store was set back: numbers are given again.
    fileprivate func restart() {
        state.withLock { ($0.hasLost, $0.told) = (true, []) }
        bell.ring(.changed)
    }

    fileprivate func take(_ number: ChangeNumber, _ event: OpenedEvent) {
        let told = Told(number: number, interaction: event.interaction)
        let isNew = state.withLock { state in
            guard !state.told.contains(told) else { return false }
            state.told = state.told.suffix(Self.most - 1) + [told]
            if state.waiting.count >= Self.most {
                state.waiting.removeFirst()
                state.hasLost = true
            }
            state.waiting.append(event)
            return true
        }
        if isNew { bell.ring(.changed) }
    }
}

extension ProfileService {
    /// The position in the feed that whatever is read from now on includes.
    package func livePosition() async throws(StoreError) -> FeedPosition {
        if let known = hub.position { return known }
        return hub.learn(try await store.lastPosition())
    }

    /// Whether the store has every change up to `position`: it has not when it was set back.
    package func hasReached(_ position: FeedPosition) async throws(StoreError) -> Bool {
        if let known = hub.position, known.covers(position) { return true }
        return try await store.lastPosition().covers(position)
    }

    /// To be called each second: profiles read differently because of time alone, and lines have to be kept open.
    package func tickStreams() {
        guard hub.isFollowed else { return }
        hub.tick(at: now(), given: judgement.stamp, alarms: catalogue.alarms)
    }
}
