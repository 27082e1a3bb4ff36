import ProfileCore
import ProfileStore
import Synchronization

/// The undeclared types of identifiers that a deployment has. There is room for so many: every type costs something
/// wherever types are compared, and anybody who may write could invent more.
final class TypeRegister: Sendable {
    private let known = Mutex<Set<String>>([])
    private let store: any SettingsStore

    init(_ store: any SettingsStore) {
        self.store = store
    }

    /// Enters those of `types` for which there is room, and returns the others.
    func closed(among types: Set<String>) async throws(StoreError) -> Set<String> {
        let unknown = known.withLock { types.subtracting($0) }
        return unknown.isEmpty ? [] : try await enter(unknown)
    }

    /// Of two nodes that enter something at once one may forget what the other entered, until that is entered again.
    private func enter(_ types: Set<String>) async throws(StoreError) -> Set<String> {
        let stored = try await store.note(StoredSetting.identifierTypes).map(Self.types) ?? []
        var entered = stored.union(known.withLock { $0 })
        let room = max(0, IdentityRules.undeclaredTypeLimit - entered.count)
        entered.formUnion(types.subtracting(entered).sorted().prefix(room))
        if entered != stored { try await store.put(Self.bytes(of: entered), note: StoredSetting.identifierTypes) }
        known.withLock { $0.formUnion(entered) }
        return types.subtracting(entered)
    }

    private static func types(_ bytes: [UInt8]) -> Set<String> {
        Set(bytes.split(separator: UInt8(ascii: "\n")).map { String(decoding: $0, as: UTF8.self) })
    }

    private static func bytes(of types: Set<String>) -> [UInt8] {
        Array(types.sorted().joined(separator: "\n").utf8)
    }
}

extension ProfileService {
    /// The rules of identity for what records state.
    func rules(for records: [SourceRecord]) async throws(StoreError) -> IdentityRules {
        var undeclared: Set<String> = []
        for record in records {
            // What a source may not state takes nobody's place.
            let trust = settings.identity.trust(in: record.key.source)
            for identifier in record.identifiers
            where !settings.identity.declares(identifier.type) && trust.maySay(identifier.type, as: record.key.source) {
                undeclared.insert(identifier.type)
            }
        }
        return try await rules(for: undeclared)
    }

    /// The rules of identity for claims of undeclared types.
    func rules(for undeclared: Set<String>) async throws(StoreError) -> IdentityRules {
        let closed = try await types.closed(among: undeclared)
        return closed.isEmpty ? settings.identity : settings.identity.closing(closed)
    }
}
