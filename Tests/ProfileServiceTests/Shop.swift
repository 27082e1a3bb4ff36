import ProfileCore
import ProfileService
import ProfileStore
import SQLiteStore
import SQLStore
import Synchronization

/// A service over a fresh store in memory, with a clock of its own and short ways to say things.
struct Shop {
    let store: any ProfileService.Store
    let service: ProfileService
    let clock: TestClock
    private let bits: SeededBits?

    /// The ids that it draws follow from the seed.
    init(identity: IdentityRules = .standard, policy: VIPPolicy? = nil, seed: UInt64 = 0) async throws {
        let clock = TestClock()
        try await self.init(
            on: SQLiteStore.inMemory(clock: { clock.now }), clock, identity, policy, bits: SeededBits(seed: seed))
    }

    /// On an empty store.
    init(on store: any ProfileService.Store, identity: IdentityRules, seed: UInt64) async throws {
        try await self.init(on: store, TestClock(), identity, nil, bits: SeededBits(seed: seed))
    }

    private init(
        on store: any ProfileService.Store, _ clock: TestClock, _ identity: IdentityRules, _ policy: VIPPolicy?,
        bits: SeededBits
    ) async throws {
        var settings = ServiceSettings(identity: identity, initialPolicy: policy)
        settings.secrets = SecretBox(keys: [Array(0..<32)])
        service = try await ProfileService(
            store: store, settings: settings,
            rendering: .plain { "\($0)" }, now: { clock.now }, drawRandomBits: { bits.next() })
        self.store = store
        self.clock = clock
        self.bits = bits
    }

    /// A new service on the same store, with other rules.
    func restarted(identity: IdentityRules) async throws -> Shop {
        try await Shop(on: store, clock, identity, nil, bits: bits ?? SeededBits(seed: 0))
    }

    /// Another node of a store.
    init(
        sharing store: any ProfileService.Store, clock: TestClock, identity declared: [String: IdentifierRule] = [:]
    ) async throws {
        service = try await ProfileService(
            store: store, settings: ServiceSettings(identity: IdentityRules(declared: declared)),
            rendering: .plain { "\($0)" }, now: { clock.now })
        self.store = store
        self.clock = clock
        bits = nil
    }

    /// Files records one by one, a second apart.
    @discardableResult
    func file(_ records: SourceRecord...) async throws -> [IngestVerdict] {
        var verdicts: [IngestVerdict] = []
        for record in records {
            clock.advance(bySeconds: 1)
            verdicts += try await service.ingest([record])
        }
        return verdicts
    }

    func id(_ identifier: String) async throws -> ProfileID? {
        try await service.profile(.identifier(Identifier(identifier)))?.1.id
    }

    func state(_ identifier: String) async throws -> ProfileState? {
        try await service.profile(.identifier(Identifier(identifier)))?.1
    }

    func conflicts() async throws -> [Conflict] {
        try await service.conflicts(after: nil, limit: 100)
    }
}

/// Random bits for ids that follow from a seed.
final class SeededBits: Sendable {
    private let source: Mutex<SplitMix64>

    init(seed: UInt64) {
        source = Mutex(SplitMix64(seed: ~seed))
    }

    func next() -> (UInt16, UInt64) {
        source.withLock { (.random(in: 0 ... .max, using: &$0), $0.next()) }
    }
}

/// A clock that stands until it is moved.
final class TestClock: Sendable {
    private let milliseconds = Mutex<Int64>(1_780_000_000_000)

    var now: Timestamp { Timestamp(milliseconds: milliseconds.withLock { $0 }) }

    func advance(bySeconds seconds: Int64) {
        milliseconds.withLock { $0 += seconds * 1000 }
    }
}

extension Identifier {
    /// `type:value`, as normalised.
    init(_ text: String) {
        let parts = text.split(separator: ":", maxSplits: 1).map(String.init)
        self.init(type: parts[0], value: parts[1])
    }
}

extension SourceRecord {
    static let noon = Timestamp(milliseconds: 1_779_990_000_000)

    static func customer(
        _ own: String, _ others: String..., at updatedAt: Timestamp = noon, family: String? = nil,
        born: (Int, Int, Int)? = nil, consents: [Consent] = []
    ) -> SourceRecord {
        var customer = CustomerRecord()
        customer.consents = consents
        customer.familyName = family
        customer.birthday = born.flatMap { Birthday(year: $0.0, month: $0.1, day: $0.2) }
        let name = Identifier(own)
        return SourceRecord(
            key: FactKey(kind: .customer, source: name.type, id: name.value), updatedAt: updatedAt,
            isTimedByArrival: false, identifiers: [name] + others.map { Identifier($0) }, body: .customer(customer))
    }

    static func order(
        _ id: String, of identifiers: String..., total: MinorUnits = 1000, at updatedAt: Timestamp = noon,
        placed: Timestamp = noon
    ) -> SourceRecord {
        SourceRecord(
            key: FactKey(kind: .order, source: "erp", id: id), updatedAt: updatedAt, isTimedByArrival: false,
            identifiers: identifiers.map { Identifier($0) },
            body: .order(OrderRecord(placedAt: placed, status: .delivered, currency: .euro, total: total)))
    }
}

extension ProfileService {
    /// The profile that a reference leads to, derived from its facts.
    func profile(_ reference: ProfileReference) async throws(StoreError) -> (Profile, ProfileState)? {
        try await reached(reference).value.map { (profile(of: $0), $0) }
    }
}

extension ProfileRendering {
    /// As a text that holds everything, with what is joined behind it.
    static func plain(_ text: @escaping @Sendable (Profile) -> String) -> ProfileRendering {
        ProfileRendering({ RenderedProfile(bytes: Array(text($0).utf8)) }) { join, rendered in
            rendered.bytes + Array("\(join)".utf8)
        }
    }
}
