import ProfileCore
import ProfileStore
import SQLiteStore
import SQLStore
import Synchronization

/// A store in memory that plays one that several nodes share: it tells what the test makes it tell.
final class SharedStore: Sendable {
    private let ears = Mutex<[@Sendable (ChangeNews) -> Void]>([])
    private let held: Mutex<SQLiteStore>
    /// In the way of pages of all profiles.
    let scans = Gate()
    /// In the way of a page of orders that was read.
    let orders = Gate()
    /// In the way of pages of products and notices.
    let catalogues = Gate()
    /// In the way of a policy that was read.
    let policies = Gate()
    /// In the way of changes of arms.
    let arms = Gate()

    /// How often it was asked how much is due for one endpoint.
    var looksAtQueues: Int { looks.withLock { $0 } }
    private let looks = Mutex(0)

    private let clock: TestClock
    private let works = Mutex(0)

    /// `clock` is that of the store; nodes have their own.
    init(clock: TestClock) throws {
        self.clock = clock
        held = Mutex(try SQLiteStore.inMemory(clock: { clock.now }))
    }

    var store: SQLiteStore { held.withLock { $0 } }

    /// Whether a node listens.
    var isHeard: Bool { ears.withLock { !$0.isEmpty } }

    /// Whether a node does what others leave to it meanwhile.
    var isAtWork: Bool { works.withLock { $0 > 0 } }

    func tell(_ news: ChangeNews) {
        for ear in ears.withLock({ $0 }) { ear(news) }
    }

    /// Puts an empty store in its place, as an early backup would be.
    func setBack() throws {
        let empty = try SQLiteStore.inMemory(clock: { [clock] in clock.now })
        held.withLock { $0 = empty }
    }
}

extension SharedStore: ChangeListening {
    func listen(_ heard: @escaping @Sendable (ChangeNews) -> Void) async {
        ears.withLock { $0.append(heard) }
        while !Task.isCancelled { try? await Task.sleep(for: .seconds(60)) }
    }
}

extension SharedStore: ProfileStore, ErasureStore, SettingsStore, FeedStore, WatchedStore, CatalogueStore,
    InvitationStore, WebhookStore, TracedStore
{
    var traces: WorkTraces { store.traces }

    func webhooks() async throws(StoreError) -> [Webhook] { try await store.webhooks() }

    func changeWebhook<Answer: Sendable>(
        _ id: String, _ decide: @escaping @Sendable ([Webhook]) -> (WebhookChange?, Answer)
    ) async throws(StoreError) -> Answer {
        try await store.changeWebhook(id, decide)
    }

    func changeDeliveries<Answer: Sendable>(
        of webhook: String, _ selection: DeliverySelection,
        _ decide: @escaping @Sendable (Webhook, [ProfileID: WebhookDelivery]) -> (DeliveryChange, Answer)
    ) async throws(StoreError) -> Answer? {
        try await store.changeDeliveries(of: webhook, selection, decide)
    }

    func deliveries(
        of webhook: String, after profile: ProfileID?, limit: Int
    ) async throws(StoreError) -> [ProfileID: WebhookDelivery] {
        try await store.deliveries(of: webhook, after: profile, limit: limit)
    }

    func dueWebhooks(_ ids: [String], at moment: Timestamp) async throws(StoreError) -> Set<String> {
        try await store.dueWebhooks(ids, at: moment)
    }

    func countDueDeliveries(of webhook: String, at moment: Timestamp, limit: Int) async throws(StoreError) -> Int {
        looks.withLock { $0 += 1 }
        return try await store.countDueDeliveries(of: webhook, at: moment, limit: limit)
    }

    func countDeliveries() async throws(StoreError) -> [String: DeliveryCount] { try await store.countDeliveries() }

    func forgetDeliveries(failedBefore moment: Timestamp) async throws(StoreError) {
        try await store.forgetDeliveries(failedBefore: moment)
    }

    func commit<Answer: Sendable>(
        reading readSet: ReadSet, decide: @escaping @Sendable (Snapshot) -> (Decision, Answer)
    ) async throws(StoreError) -> Committed<Answer> {
        try await store.commit(reading: readSet, decide: decide)
    }

    func changeCatalogue<Answer: Sendable>(
        _ keys: [FactKey], _ decide: @escaping @Sendable ([FactKey: CatalogueEntry]) -> ([CatalogueEntry], Answer)
    ) async throws(StoreError) -> Answer {
        try await store.changeCatalogue(keys, decide)
    }

    func catalogue(after place: CataloguePlace?, limit: Int) async throws(StoreError) -> [PlacedEntry] {
        await catalogues.pass()
        return try await store.catalogue(after: place, limit: limit)
    }

    func assignments(of identifiers: Set<Identifier>) async throws(StoreError) -> [Identifier: Assignment] {
        try await store.assignments(of: identifiers)
    }

    func changeAssignments<Answer: Sendable>(
        of identifiers: Set<Identifier>, in profile: ProfileID?,
        _ decide: @escaping @Sendable ([Identifier: Assignment]) -> (AssignmentChange?, Answer)
    ) async throws(StoreError) -> Answer? {
        await arms.pass()
        return try await store.changeAssignments(of: identifiers, in: profile, decide)
    }

    func forgetAssignment(ofUnlinked identifier: Identifier) async throws(StoreError) {
        try await store.forgetAssignment(ofUnlinked: identifier)
    }

    func assignments(after identifier: Identifier?, limit: Int) async throws(StoreError) -> [AssignmentChange] {
        try await store.assignments(after: identifier, limit: limit)
    }

    func forgetAssignments(unchangedSince moment: Timestamp) async throws(StoreError) {
        try await store.forgetAssignments(unchangedSince: moment)
    }

    func keep(_ bytes: [UInt8], note name: String) async throws(StoreError) -> [UInt8] {
        try await store.keep(bytes, note: name)
    }

    func commitFoldingBeside<Answer: Sendable>(
        reading readSet: ReadSet, decide: @escaping @Sendable (consuming Snapshot) -> (Decision, Answer)
    ) async throws(StoreError) -> Committed<Answer> {
        try await store.commitFoldingBeside(reading: readSet, decide: decide)
    }

    func words(near slips: [SearchSlip]) async throws(StoreError) -> [String] {
        try await store.words(near: slips)
    }

    func finds(_ lookups: SearchLookups) async throws(StoreError) -> SearchFinds {
        try await store.finds(lookups)
    }

    func profiles(foldedBefore derivation: Int, limit: Int) async throws(StoreError) -> [ProfileID] {
        try await store.profiles(foldedBefore: derivation, limit: limit)
    }

    func countProfiles(foldedBefore derivation: Int) async throws(StoreError) -> Int {
        try await store.countProfiles(foldedBefore: derivation)
    }

    func profiles(_ references: Set<ProfileReference>) async throws(StoreError) -> [ProfileReference: [ProfileState]] {
        try await store.profiles(references)
    }

    func timeline(
        of reference: ProfileReference, after: TimelineCursor?, limit: Int
    ) async throws(StoreError) -> Reached<TimelinePage> {
        try await store.timeline(of: reference, after: after, limit: limit)
    }

    func latest(
        _ kind: RecordKind, of reference: ProfileReference, upTo moment: Timestamp, limit: Int
    ) async throws(StoreError) -> Reached<TimelinePage> {
        try await store.latest(kind, of: reference, upTo: moment, limit: limit)
    }

    func facts(of profile: ProfileID, after: FactKey?, limit: Int) async throws(StoreError) -> [Fact] {
        try await store.facts(of: profile, after: after, limit: limit)
    }

    func facts(kind: RecordKind, after: FactKey?, limit: Int) async throws(StoreError) -> [Fact] {
        let page = try await store.facts(kind: kind, after: after, limit: limit)
        if kind == .order { await orders.pass() }
        return page
    }

    func facts(
        kind: RecordKind, of source: String, idsBeginning beginnings: Set<String>, limit: Int
    ) async throws(StoreError) -> [Fact] {
        try await store.facts(kind: kind, of: source, idsBeginning: beginnings, limit: limit)
    }

    func identity(
        of reference: ProfileReference, factsAfter: FactKey?, limit: Int
    ) async throws(StoreError) -> Reached<IdentityPage> {
        try await store.identity(of: reference, factsAfter: factsAfter, limit: limit)
    }

    func conflicts(after: ConflictCursor?, limit: Int) async throws(StoreError) -> [Conflict] {
        try await store.conflicts(after: after, limit: limit)
    }

    func scan(after: ProfileID?, limit: Int) async throws(StoreError) -> [ProfileState] {
        await scans.pass()
        return try await store.scan(after: after, limit: limit)
    }

    func facts(_ keys: Set<FactKey>) async throws(StoreError) -> [FactKey: Fact] {
        try await store.facts(keys)
    }

    func places(
        of facts: Set<FactKey>, _ identifiers: Set<Identifier>
    ) async throws(StoreError) -> StoredPlaces {
        try await store.places(of: facts, identifiers)
    }

    func claimants(of identifiers: Set<Identifier>) async throws(StoreError) -> [Identifier: [ProfileID]] {
        try await store.claimants(of: identifiers)
    }

    func whileOthersRest<Value: Sendable>(
        from work: SharedWork, _ body: () async throws(StoreError) -> Value
    ) async throws(StoreError) -> Value? {
        works.withLock { $0 += 1 }
        defer { works.withLock { $0 -= 1 } }
        return try await body()
    }

    func dueClaims(limit: Int) async throws(StoreError) -> DueClaims? { try await store.dueClaims(limit: limit) }
    func queuedClaims() async throws(StoreError) -> Int { try await store.queuedClaims() }
    func queueAllClaims() async throws(StoreError) { try await store.queueAllClaims() }

    func lastPosition() async throws(StoreError) -> FeedPosition {
        try await store.lastPosition()
    }

    func changes(after position: FeedPosition, limit: Int) async throws(StoreError) -> ChangePage {
        try await store.changes(after: position, limit: limit)
    }

    var hasSingleWrites: Bool { store.hasSingleWrites }
    func probe() async throws(StoreError) { try await store.probe() }
    func close() async { await store.close() }
    func policy() async throws(StoreError) -> VIPPolicy? {
        let policy = try await store.policy()
        await policies.pass()
        return policy
    }
    func put(_ policy: VIPPolicy) async throws(StoreError) { try await store.put(policy) }
    func keys() async throws(StoreError) -> [APIKey] { try await store.keys() }
    func note(_ name: String) async throws(StoreError) -> [UInt8]? { try await store.note(name) }
    func put(_ bytes: [UInt8], note name: String) async throws(StoreError) { try await store.put(bytes, note: name) }
    func put(_ key: APIKey) async throws(StoreError) { try await store.put(key) }

    func changeKey<Answer: Sendable>(
        _ decide: @escaping @Sendable ([APIKey]) -> (APIKey?, Answer)
    ) async throws(StoreError) -> Answer { try await store.changeKey(decide) }

    func put(_ session: Session) async throws(StoreError) { try await store.put(session) }

    func session(_ id: String) async throws(StoreError) -> Session? { try await store.session(id) }

    func sessions(
        at now: Timestamp, limit: Int, where counts: @Sendable (Session) -> Bool
    ) async throws(StoreError) -> [Session] {
        try await store.sessions(at: now, limit: limit, where: counts)
    }

    func removeSession(_ id: String) async throws(StoreError) -> Bool { try await store.removeSession(id) }

    func put(_ ticket: Ticket, at now: Timestamp) async throws(StoreError) {
        try await store.put(ticket, at: now)
    }

    func takeTicket(_ id: String) async throws(StoreError) -> Ticket? { try await store.takeTicket(id) }

    func feed(
        after position: FeedPosition, since known: FeedPosition, limit: Int
    ) async throws(StoreError) -> FeedPage {
        try await store.feed(after: position, since: known, limit: limit)
    }

    func events(
        of profiles: Set<ProfileID>, after position: FeedPosition
    ) async throws(StoreError) -> [NumberedEvent] {
        try await store.events(of: profiles, after: position)
    }

    func announcedTiers(of profiles: Set<ProfileID>) async throws(StoreError) -> [ProfileID: AnnouncedTier] {
        try await store.announcedTiers(of: profiles)
    }

    func endedTiers(at now: Timestamp, limit: Int) async throws(StoreError) -> [ProfileID] {
        try await store.endedTiers(at: now, limit: limit)
    }

    func forgetEvents(before moment: Timestamp) async throws(StoreError) {
        try await store.forgetEvents(before: moment)
    }

    func erasable(_ reference: ProfileReference) async throws(StoreError) -> ErasureCounts? {
        try await store.erasable(reference)
    }

    func erase(
        _ reference: ProfileReference, _ warrant: ErasureWarrant,
        hash: @escaping @Sendable (ErasableName) -> Tombstone
    ) async throws(StoreError) -> Erased? {
        try await store.erase(reference, warrant, hash: hash)
    }

    func claims(
        of profile: ProfileID, after claim: ClaimKey?, limit: Int
    ) async throws(StoreError) -> [Conflict] {
        try await store.claims(of: profile, after: claim, limit: limit)
    }

    func erase<Answer: Sendable>(
        reading readSet: ReadSet, decide: @escaping @Sendable (Snapshot) -> (Decision, Answer)
    ) async throws(StoreError) -> Committed<Answer> {
        try await store.erase(reading: readSet, decide: decide)
    }

    func withdrawals(
        of kind: RecordKind, after key: FactKey?, limit: Int
    ) async throws(StoreError) -> [Withdrawal] {
        try await store.withdrawals(of: kind, after: key, limit: limit)
    }

    func erasures(after erasure: Erasure?, limit: Int) async throws(StoreError) -> [Erasure] {
        try await store.erasures(after: erasure, limit: limit)
    }

    func erasure(_ id: String) async throws(StoreError) -> Erasure? { try await store.erasure(id) }

    func erasures(behind tombstones: Set<Tombstone>) async throws(StoreError) -> [Tombstone: [String]] {
        try await store.erasures(behind: tombstones)
    }

    func tombstones(
        of erasure: String, after tombstone: Tombstone?, limit: Int
    ) async throws(StoreError) -> [Tombstone] {
        try await store.tombstones(of: erasure, after: tombstone, limit: limit)
    }

    func enter(_ erasure: Erasure, _ tombstones: [Tombstone]) async throws(StoreError) {
        try await store.enter(erasure, tombstones)
    }

    func erasureSecret() async throws(StoreError) -> [UInt8]? { try await store.erasureSecret() }

    func keepErasureSecret(_ secret: [UInt8]) async throws(StoreError) -> [UInt8] {
        try await store.keepErasureSecret(secret)
    }

    var engine: StoreState.Engine { store.engine }
    var metrics: [Metric] { [] }
    func state() async throws(StoreError) -> StoreState { try await store.state() }
}
