import Foundation
import ProfileCore
package import ProfileStore

/// Everything the storage port promises. Each store runs every clause in its tests, on a new store each.
package enum StoreContract {
    package typealias Store = ProfileStore & ErasureStore & SettingsStore & FeedStore & CatalogueStore
        & InvitationStore & IncomingWebhookStore & WebhookStore & TracedStore & TransferTarget

    package static let clauses: [Clause] =
        commits + moments + concurrency + foresights + snapshots + identifiers + moves + conflicts + pages + answers
        + changes + feed + searches + tallies + recoveries + largeFolds + rehearsals + erasure + tombstones + settings
        + catalogue + invitations + webhooksIn + webhooks
        + traces + transfers
}

/// One promise of the port.
package struct Clause: Sendable {
    /// The promise, as a sentence.
    package let promise: String
    private let body: @Sendable (Trial) async throws -> Void

    init(_ promise: String, _ body: @escaping @Sendable (Trial) async throws -> Void) {
        self.promise = promise
        self.body = body
    }

    /// Throws a `ContractViolation` when a new, empty store does not keep the promise.
    package func check(_ makeStore: () async throws -> any StoreContract.Store) async throws {
        try await body(Trial(store: makeStore()))
    }
}

extension Clause: CustomStringConvertible {
    package var description: String { promise }
}

/// A store under examination.
struct Trial: Sendable {
    let store: any StoreContract.Store

    @discardableResult
    func save(
        at moment: Timestamp = .sample(1_000_000), _ edit: @escaping @Sendable (inout Decision) -> Void
    ) async throws -> Committed<Bool> {
        try await store.commit(reading: ReadSet()) { _ in
            var decision = Decision(decidedAt: moment)
            edit(&decision)
            return (decision, true)
        }
    }

    func snapshot(of readSet: ReadSet) async throws -> Snapshot {
        try await store.commit(reading: readSet) { (Decision(decidedAt: .sample(0)), $0) }.answer
    }

    func profiles(_ reference: ProfileReference) async throws -> [ProfileState] {
        try await store.profiles([reference])[reference] ?? []
    }

    func facts(of profile: ProfileID) async throws -> [Fact] {
        try await store.facts(of: profile, after: nil, limit: 100_000)
    }

    /// A page of the timeline; empty when there is no such profile.
    func timeline(of profile: ProfileID, after cursor: TimelineCursor? = nil, limit: Int) async throws -> [Fact] {
        try await store.timeline(of: .id(profile), after: cursor, limit: limit).value?.facts ?? []
    }

    /// By profile.
    func changes(after position: FeedPosition = .start) async throws -> [ProfileChange] {
        try await pages(after: position, limit: 100_000).sorted { $0.profile < $1.profile }
    }

    func pages(after position: FeedPosition = .start, limit: Int) async throws -> [ProfileChange] {
        var (found, position): ([ProfileChange], FeedPosition) = ([], position)
        while true {
            let page = try await store.changes(after: position, limit: limit)
            try promise(page.changes.count <= limit, "a page holds more than was asked for")
            found += page.changes
            position = page.position
            if page.isLast { return found }
        }
    }

    func conflicts() async throws -> [Conflict] {
        try await store.conflicts(after: nil, limit: 100_000)
    }
}

/// A promise of the port that a store broke.
package struct ContractViolation: Error, CustomStringConvertible {
    package let detail: String
    package let place: String

    package var description: String { "\(place): \(detail)" }
}

func promise(
    _ holds: Bool, _ detail: String, file: StaticString = #fileID, line: UInt = #line
) throws(ContractViolation) {
    guard !holds else { return }
    throw ContractViolation(detail: detail, place: "\(file):\(line)")
}

func promise<Value: Equatable>(
    _ found: Value, is expected: Value, _ what: String, file: StaticString = #fileID, line: UInt = #line
) throws(ContractViolation) {
    try promise(
        found == expected, "\(what): expected \(expected), found \(found)", file: file, line: line)
}

/// Runs `body`, and then `cleanup`, however it ended. What went wrong in `body` is thrown before what went wrong later.
package func ending<Value>(
    _ body: () async throws -> Value, by cleanup: () async throws -> Void
) async throws -> Value {
    let value: Value
    do { value = try await body() } catch {
        try? await cleanup()
        throw error
    }
    try await cleanup()
    return value
}

/// A folder that goes with the value, for stores that lie in files.
package final class TemporaryFolder: Sendable {
    package let path: String

    package init() throws {
        path = NSTemporaryDirectory() + "clientele-\(UUID().uuidString)"
        try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
    }

    deinit {
        try? FileManager.default.removeItem(atPath: path)
    }

    package func file(_ name: String) -> String {
        path + "/" + name
    }
}
