import ProfileCore

/// A VIP answer and how long it stays true. A class, because a reference to it costs less to hand out than a copy.
final class TimedVIPAnswer: Sendable {
    let answer: VIPAnswer
    /// Of the profile.
    let version: Int
    let holdsUntil: Timestamp
    let basis: VIPBasis.Stamp

    init(answer: VIPAnswer, version: Int, holdsUntil: Timestamp, basis: VIPBasis.Stamp) {
        self.answer = answer
        self.version = version
        self.holdsUntil = holdsUntil
        self.basis = basis
    }
}
