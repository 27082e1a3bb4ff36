import ProfileCore

/// A VIP answer and when it is true. A class, because a reference to it costs less to hand out than a copy.
final class TimedVIPAnswer: Sendable {
    let answer: VIPAnswer
    /// Of the profile.
    let version: Int
    let validity: Range<Timestamp>
    let premise: VIPPremise

    init(answer: VIPAnswer, version: Int, validity: Range<Timestamp>, premise: VIPPremise) {
        self.answer = answer
        self.version = version
        self.validity = validity
        self.premise = premise
    }
}
