import Synchronization

struct PhoneQuestion: Hashable, Sendable {
    let text: String
    let region: String?
}

/// Remembers what libphonenumber said, because each answer costs it several regular expressions under one lock.
///
/// Bounded: a full shard forgets everything, which is simple and, for a cache this size, as good as order of use; and
/// no question is longer than a phone number may be.
final class PhoneAnswers: Sendable {
    static let shared = PhoneAnswers()

    private static let answersPerShard = 2048
    private let shards = (0..<16).map { _ in Shard() }

    private final class Shard: Sendable {
        let answers = Mutex<[PhoneQuestion: PhoneNumbers.Reading]>([:])
    }

    func answer(
        to question: PhoneQuestion, else find: (PhoneQuestion) -> PhoneNumbers.Reading
    ) -> PhoneNumbers.Reading {
        let shard = shards[question.hashValue & 15]
        if let known = shard.answers.withLock({ $0[question] }) { return known }
        let found = find(question)
        shard.answers.withLock { answers in
            if answers.count >= Self.answersPerShard { answers.removeAll(keepingCapacity: true) }
            answers[question] = found
        }
        return found
    }
}
