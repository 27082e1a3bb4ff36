import ProfileCore

/// A VIP answer and how long it stays true.
struct TimedVIPAnswer: Sendable {
    let answer: VIPAnswer
    /// Of the profile.
    let version: Int
    let holdsUntil: Timestamp
    let basis: VIPBasis.Stamp
}
