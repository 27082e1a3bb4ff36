import ProfileCore

/// How much of each an export brought back.
package struct RestoredCounts: Hashable, Sendable {
    package private(set) var records = 0
    /// Records that were taken back, of which only the time is kept.
    package private(set) var withdrawn = 0
    package private(set) var held = 0
    package private(set) var refused = 0
    package private(set) var merges = 0
    package private(set) var separations = 0
    package private(set) var profiles = 0
    /// What an erasure that holds in the store took out again.
    package var erased = ProfileService.Replay()

    package init() {}

    mutating func count(_ entries: ArraySlice<ExportEntry>) {
        for entry in entries {
            switch entry {
            case .fact: records += 1
            case .withdrawal: withdrawn += 1
            case .held: held += 1
            case .refused: refused += 1
            case .merge: merges += 1
            case .separation: separations += 1
            case .profile: profiles += 1
            case .policy, .identityRules, .due: break
            }
        }
    }
}
