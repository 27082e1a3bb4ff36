import ProfileCore
import ProfileStore

extension ProfileService {
    /// Takes people who were erased out of what was learned, on every node: the baskets that others are compared with,
    /// and the lists of advocates. A learning that may have read of them leaves them out in the end.
    func forgetLearned(of profiles: [ProfileID]) async throws(StoreError) {
        try await whileOthersRest(from: .learning) { () async throws(StoreError) in
            let outlook = try await stored(LearnedOutlook.self, StoredSetting.outlook)
            let turn = try await store.note(StoredSetting.outlookTurn).flatMap(LearningTurn.init)
            if let turn, turn.number > outlook?.number ?? 0 {
                try await store.put(turn.erasing(profiles).bytes, note: StoredSetting.outlookTurn)
            }
            let suggestions = try await stored(LearnedSuggestions.self, StoredSetting.suggestions)
            let advocates = try await stored(LearnedAdvocates.self, StoredSetting.advocates)
            let (suggesting, advocating) = (
                suggestions?.without(Set(profiles.map(Lot.init))), advocates?.without(Set(profiles))
            )
            guard let outlook, suggesting != nil || advocating != nil else { return }
            if let suggesting { try await store.put(Stored.bytes(of: suggesting), note: StoredSetting.suggestions) }
            if let advocating { try await store.put(Stored.bytes(of: advocating), note: StoredSetting.advocates) }
            // Nodes look at all that was learned when the outlook is another one.
            try await store.put(Stored.bytes(of: outlook.renewed), note: StoredSetting.outlook)
        }
        try await refreshOutlook()
    }

    func stored<Value: Storable>(
        _ type: Value.Type, _ note: String
    ) async throws(StoreError) -> Value? {
        try await store.note(note).flatMap { try? Stored.value(type, from: $0) }
    }
}
