package import ProfileCore
package import ProfileStore

extension ProfileService {
    /// One answer for each reference, in their order; nil and unknown references are answered as not found, and so are
    /// weak identifiers that several profiles share.
    package func vip(_ references: [ProfileReference?]) async throws(StoreError) -> [VIPAnswer] {
        let moment = now()
        let basis = judgement.basis
        var answers = references.map { reference in
            reference.flatMap { cache.answer($0, at: moment, given: basis.stamp) }
        }
        let missing = Set(zip(references, answers).compactMap { $1 == nil ? $0 : nil })
        if !missing.isEmpty {
            let read = try await readAnswers(missing, at: moment, basis)
            for (position, reference) in references.enumerated() where answers[position] == nil {
                answers[position] = reference.flatMap { read[$0] }
            }
        }
        return answers.map { $0 ?? .unknown }
    }

    /// A waiting queue in serving order. It is remembered under its name, a trial without one is not.
    package func rank(_ queue: [Waiting], rememberedAs name: String?) async throws(StoreError) -> [VIPQueue.Place] {
        let answers = try await vip(queue.map(\.reference))
        let entries = zip(queue, answers).map { waiting, answer in
            VIPQueue.Entry(ref: waiting.ref, answer: answer, waitedSeconds: waiting.waitedSeconds)
        }
        if let name { queues.note(entries, in: name, at: now()) }
        return VIPQueue.rank(entries)
    }

    package var policy: VIPPolicy { judgement.basis.policy }

    /// Puts a policy in force, for every answer from now on.
    package func put(_ policy: VIPPolicy) async throws(StoreError) {
        try await policies.put(policy)
    }

    /// What `policy` would change today.
    package func preview(_ policy: VIPPolicy) async throws(StoreError) -> VIPPolicyComparison {
        let moment = now()
        var comparison = VIPPolicyComparison(
            inForce: try await count(self.policy, at: moment), wanted: try await count(policy, at: moment))
        try await scan { states in
            for state in states { comparison.add(state) }
        }
        return comparison
    }

    func count(_ policy: VIPPolicy, at moment: Timestamp) async throws(StoreError) -> VIPPolicyPreview {
        let ranking = try await ranking(for: policy, at: moment)
        return VIPPolicyPreview(
            policy: policy, at: moment, rules: settings.profile, ranking: ranking, outlook: learnedOutlook)
    }

    /// Counts the population again where the policy asks for percentiles and it is missing or of another day.
    package func refreshPopulation() async throws(StoreError) {
        try await policies.settle()
    }

    private func ranking(for policy: VIPPolicy, at moment: Timestamp) async throws(StoreError) -> SpendRanking? {
        guard let currency = policy.percentileCurrency else { return nil }
        var population = SpendPopulation(currency: currency, day: moment.day)
        try await scan { states in
            population.add(
                scanned: states.map { ($0.id, $0.summary.net365Days(in: currency, on: moment.day)) })
        }
        return population.ranking
    }

    func scan(_ visit: ([ProfileState]) -> Void) async throws(StoreError) {
        var last: ProfileID?
        var breather = Breather()
        repeat {
            guard !Task.isCancelled else { throw .unavailable }
            let page = try await store.scan(after: last, limit: 1000)
            visit(page)
            await breather.pause()
            last = page.last?.id
        } while last != nil
    }

    private func readAnswers(
        _ references: Set<ProfileReference>, at moment: Timestamp, _ basis: ProfileBasis
    ) async throws(StoreError) -> [ProfileReference: VIPAnswer] {
        let ticket = cache.ticket(at: moment)
        let found = try await store.traces.recording("read") { () async throws(StoreError) in
            try await store.profiles(references)
        }
        var answers: [ProfileReference: VIPAnswer] = [:]
        var breather = Breather()
        for (reference, states) in found {
            await breather.pause()
            guard let state = states.first, states.count == 1 else {
                answers[reference] = .shared(by: states.count)
                continue
            }
            let profile = Profile(state, at: moment, by: settings.profile, basis)
            let timed = TimedVIPAnswer(
                about: profile, validity: profile.validity(at: moment), premise: basis.premise(of: state, at: moment))
            answers[reference] = timed.answer(to: reference)
            cache.keep(timed, of: profile.id, for: reference, readWith: ticket)
        }
        return answers
    }
}

/// A VIP answer and when it is true, whatever name of the profile it is asked by. A class, because a reference to it
/// costs less to hand out than a copy.
final class TimedVIPAnswer: Sendable {
    /// Bytes that a contested identifier takes beside its value.
    private static let sizeOfClaim = 64

    /// To who asks by a name that nobody else claims.
    private let answer: VIPAnswer
    /// The identifiers that others claim too, with how many these are.
    private let contested: [Identifier: Int]
    /// Of the profile.
    let version: Int
    let validity: Range<Timestamp>
    let premise: ProfilePremise

    init(about profile: Profile, validity: Range<Timestamp>, premise: ProfilePremise) {
        answer = VIPAnswer(profile)
        let contested = profile.identifiers.filter { $0.alsoClaimedBy > 0 }
        self.contested = Dictionary(contested.map { ($0.identifier, $0.alsoClaimedBy) }, uniquingKeysWith: max)
        version = profile.version
        self.validity = validity
        self.premise = premise
    }

    /// In bytes, beside what an entry takes anyway.
    var size: Int {
        answer.reason.utf8.count + (answer.next?.utf8.count ?? 0)
            + contested.reduce(0) { $0 + $1.key.value.utf8.count + Self.sizeOfClaim }
    }

    func answer(to reference: ProfileReference) -> VIPAnswer {
        guard !contested.isEmpty, let identifier = reference.identifier, let count = contested[identifier] else {
            return answer
        }
        return answer.claimed(by: count)
    }
}

/// Somebody in a queue.
package struct Waiting: Hashable, Sendable {
    /// The caller's own name for the place in the queue.
    package let ref: String
    /// Nil when the identifier given could be nobody's.
    package let reference: ProfileReference?
    package let waitedSeconds: Int
    package let matter: HandlingRequest

    package init(
        ref: String, reference: ProfileReference?, waitedSeconds: Int,
        matter: HandlingRequest = HandlingRequest(topic: nil)
    ) {
        self.ref = ref
        self.reference = reference
        self.waitedSeconds = waitedSeconds
        self.matter = matter
    }
}
