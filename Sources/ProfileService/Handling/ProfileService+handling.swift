package import ProfileCore
package import ProfileStore

/// Who should take a customer's matter, and who could help others.
extension ProfileService {
    /// The most customers of a queue in one read.
    private static let placesRead = 400

    /// What is in force on this node; nil until something was learned.
    package var learnedHandling: LearnedHandling? { handlings.learned }

    /// Who should take the matter of the customer that a reference leads to, and what they have to know.
    package func handling(
        of reference: ProfileReference, _ request: HandlingRequest
    ) async throws(StoreError) -> Reached<(advice: HandlingAdvice, handover: Handover)> {
        let found = try await store.latest(
            .interaction, of: reference, upTo: now(), limit: Handover.interactionsRead)
        return try found.map { page in
            let (state, moment) = (page.profile, now())
            let profile = joinedProfile(state, at: moment, judgement.basis)
            let advice = HandlingAdvice(
                request, HandlingCustomer(profile, state, at: moment), learnedHandling, knownAgents)
            let handover = Handover(
                profile, state, interactions: page.facts.compactMap(\.record.interaction), topic: advice.topic,
                at: moment)
            return (advice, handover)
        }
    }

    /// The free agent who should take each place of a ranked queue, and the free agents who are known.
    package func handling(
        of places: [VIPQueue.Place], in queue: [Waiting], free: [String]
    ) async throws(StoreError) -> (recommendations: [Recommendation], known: Set<String>) {
        let (moment, basis, learned, agents) = (now(), judgement.basis, learnedHandling, knownAgents)
        var (left, answers): (FreeAgents, [Recommendation]) = (FreeAgents(free), [])
        // Mostly the first take all who are free.
        var (rest, page) = (places[...], min(2 * free.count, Self.placesRead))
        var breather = Breather()
        while left.isAnyoneLeft, !rest.isEmpty {
            let part = rest.prefix(page)
            (rest, page) = (rest.dropFirst(page), min(2 * page, Self.placesRead))
            let states = try await store.profiles(Set(part.compactMap { queue[$0.order].reference }))
            for place in part {
                await breather.pause()
                let waiting = queue[place.order]
                let found = waiting.reference.flatMap { states[$0] } ?? []
                let known = found.count == 1 ? customer(found[0], at: moment, basis) : nil
                answers.append(left.take(waiting.matter, known, learned, agents))
            }
        }
        let known = left.known.union(free.filter { agents[$0] != nil || learned?.counts(agent: $0) ?? false })
        return (answers + rest.map { _ in left.recommendationOfNobody }, known)
    }

    private func customer(_ state: ProfileState, at moment: Timestamp, _ basis: ProfileBasis) -> HandlingCustomer {
        HandlingCustomer(Profile(state, at: moment, by: settings.profile, basis), state, at: moment)
    }

    /// Those who could help others with a category, the best first, as they are now; nil until something was learned.
    package func advocates(
        of category: String, language: String?, limit: Int
    ) async throws(StoreError) -> (learned: LearnedAdvocates, found: [Advocate])? {
        guard let learned = advocates.learned, let name = TopicName.folded(category) else { return nil }
        let states = try await store.profiles(Set(learned.profiles(of: name).map(ProfileReference.id)))
        let moment = now()
        let found = states.values.compactMap { $0.first }.compactMap { state in
            Advocate(state, category: name, at: moment, rules: settings.profile)
        }
        let once = Dictionary(found.map { ($0.profile, $0) }, uniquingKeysWith: { first, _ in first }).values
        let speaking = once.filter { advocate in language.map { advocate.speaks($0) } ?? true }
        return (learned, Array(speaking.sorted(by: <).prefix(limit)))
    }
}

extension ProfileService {
    /// The customer that a reference leads to, in words.
    package func brief(of reference: ProfileReference) async throws(StoreError) -> Reached<Brief> {
        let found = try await store.latest(.interaction, of: reference, upTo: now(), limit: Brief.interactionsRead)
        return try found.map { page in
            let moment = now()
            return Brief(
                joinedProfile(page.profile, at: moment, judgement.basis), page.profile,
                interactions: page.facts.compactMap(\.record.interaction), at: moment)
        }
    }
}

extension SourceRecord {
    fileprivate var interaction: InteractionRecord? {
        guard case .interaction(let interaction) = body else { return nil }
        return interaction
    }
}
