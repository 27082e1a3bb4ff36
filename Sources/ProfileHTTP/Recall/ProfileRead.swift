import ProfileCore
import ProfileStore

/// A read of a whole profile by somebody who may read it.
struct ProfileRead: Sendable {
    let reference: ProfileReference
    let caller: APIKey
    let start: ContinuousClock.Instant
}
