import Foundation
import ProfileCore
import ProfileService
import ProfileStore
import SQLiteStore
import SQLStore
import Testing

/// `Golden/version-1.sqlite` was written by the released version 1: seven records of three people, one of whom two
/// records joined, and a mail address that two people claim.
@Suite("A store of version 1")
struct FormerVersionTests {
    @Test("opens, and serves the same profiles with what this version derives")
    func serves() async throws {
        try await withCopy { service in
            let ute = try #require(try await profile("crm:1", of: service))
            #expect(ute.person.givenName == "Ute")
            #expect(ute.aliases.count == 1)
            #expect(
                Set(ute.identifiers.map(\.identifier.description)) == [
                    "crm:1", "email:family@example.com", "email:uta@example.com", "erp:9", "phone:+4930901820",
                    "visitor:v1",
                ])
            #expect(ute.purchases.orders == 1)
            #expect(ute.cart?.items.map(\.sku) == ["B"])
            let uwe = try #require(try await profile("crm:2", of: service))
            #expect(uwe.id != ute.id)
            #expect(uwe.contact.total == 1)
        }
    }

    @Test("has its refused links as claims, which are judged again when the address is free")
    func claims() async throws {
        try await withCopy { service in
            try await service.judgeAllClaims()
            let ute = try #require(try await profile("crm:1", of: service))
            let family = ute.identifiers.first { $0.identifier == Identifier("email:family@example.com") }
            #expect(family?.alsoClaimedBy == 1)
            _ = try await service.withdraw(FactKey(kind: .customer, source: "crm", id: "1"))
            try await service.judgeAllClaims()
            let heir = try await profile("email:family@example.com", of: service)
            #expect(try await heir?.id == profile("crm:2", of: service)?.id)
        }
    }

    @Test("is exported and restored as it is")
    func restored() async throws {
        try await withCopy { service, store in
            try await service.judgeAllClaims()
            let other = try await Shop()
            let lines = try await Exchange.lines(of: store)
            let counts = try await Exchange.restore(lines, by: other.service, into: other.rows)
            #expect(counts.records == 7)
            #expect(try await Exchange.lines(of: other.rows) == lines)
        }
    }

    @Test("is folded to the last state before it is served")
    func folded() async throws {
        try await withCopy { _, store in
            #expect(try await store.countProfiles(foldedBefore: ProfileSummary.earliestServed) == 0)
            let states = try await store.scan(after: nil, limit: 10)
            #expect(states.count == 2 && states.allSatisfy { $0.summary.derivation == ProfileSummary.derivation })
            #expect(states.allSatisfy { $0.summary.facts > 0 })
        }
    }

    private func profile(_ name: String, of service: ProfileService) async throws -> Profile? {
        try await service.profile(.identifier(Identifier(name)))?.0
    }

    private func withCopy(_ body: (ProfileService) async throws -> Void) async throws {
        try await withCopy { service, _ in try await body(service) }
    }

    private func withCopy(_ body: (ProfileService, SQLiteStore) async throws -> Void) async throws {
        let golden = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "Golden/version-1.sqlite")
        let folder = FileManager.default.temporaryDirectory.appending(path: "clientele-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        let copy = folder.appending(path: "store.db")
        try FileManager.default.copyItem(at: golden, to: copy)
        let store = try SQLiteStore.open(path: copy.path)
        let service = try await ProfileService(
            store: store, settings: ServiceSettings(), rendering: .plain { "\($0)" },
            now: { Timestamp(milliseconds: 1_795_700_000_000) })
        try await service.adopt()
        try await body(service, store)
        await store.close()
    }
}
