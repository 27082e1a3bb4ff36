package import ProfileCore
package import ProfileStore

/// Erasing people, and what is known of it afterwards.
extension ProfileService {
    /// What erasing the profile would remove; nil unless the reference leads to one.
    package func erasable(_ reference: ProfileReference) async throws(StoreError) -> ErasureCounts? {
        try await store.erasable(reference)
    }

    /// Removes a profile and everything that names it, and sees to it that the person does not come back with the next
    /// import; nil unless the reference leads to one profile. What an identifier that leads to nobody was assigned
    /// goes, too.
    package func erase(_ reference: ProfileReference, by name: String) async throws(StoreError) -> ErasureCertificate? {
        let warrant = ErasureWarrant(id: Self.drawErasureID(), at: now(), by: name)
        return try await erase(reference, warrant)
    }

    func erase(
        _ reference: ProfileReference, _ warrant: ErasureWarrant
    ) async throws(StoreError) -> ErasureCertificate? {
        let maker = try await tombstoneMaker()
        burials.set(maker)
        let former = try await reached(reference).value?.aliases ?? []
        let erased = try await store.erase(reference, warrant) { maker.tombstone(of: $0) }
        guard let erased else {
            // Another node may have erased them, and this one not have heard of it.
            cache.forget(reference)
            // Whoever has no profile may have an arm.
            if let identifier = reference.identifier {
                try await store.forgetAssignment(ofUnlinked: identifier)
                try await forgetDeliveries(about: maker.tombstone(of: .identifier(identifier)))
            }
            return nil
        }
        cache.invalidate([erased.profile])
        cache.forget([erased.profile])
        judgement.forget(erased.profile)
        notedTiers.forget(erased.profile)
        hub.note(erased.changes)
        try await forgetTraces(of: [erased.profile] + former)
        // What others were refused on account of the erased may now be theirs; what is left of it waits.
        _ = try? await judgeClaims()
        return ErasureCertificate(erased.erasure, by: maker)
    }

    /// Takes people who were erased out of what is remembered, kept and learned: where one fails, the others are tried
    /// all the same. What is left then goes with the next sweep and the next learning.
    private func forgetTraces(of profiles: [ProfileID]) async throws(StoreError) {
        var failure: StoreError?
        do throws(StoreError) {
            try await forgetWaits(of: profiles)
        } catch {
            failure = error
        }
        do throws(StoreError) {
            try await forgetErasedDeliveries()
        } catch {
            failure = error
        }
        try await forgetLearned(of: profiles)
        if let failure { throw failure }
    }

    /// A page of erasures, newest first; nil when there is no erasure `id`, after which it begins.
    package func erasures(after id: String?, limit: Int) async throws(StoreError) -> [ErasureCertificate]? {
        var last: Erasure?
        if let id {
            guard let found = try await store.erasure(id) else { return nil }
            last = found
        }
        guard let maker = try await knownMaker() else { return [] }
        return try await store.erasures(after: last, limit: limit).map { ErasureCertificate($0, by: maker) }
    }

    package func erasure(_ id: String) async throws(StoreError) -> ErasureCertificate? {
        guard let erasure = try await store.erasure(id) else { return nil }
        return ErasureCertificate(erasure, by: try await tombstoneMaker())
    }

    /// The erasures that suppress each identifier.
    package func erasures(burying identifiers: [Identifier]) async throws(StoreError) -> [[String]] {
        guard let maker = try await knownMaker() else { return identifiers.map { _ in [] } }
        let tombstones = identifiers.map { maker.tombstone(of: .identifier($0)) }
        let found = try await store.erasures(behind: Set(tombstones))
        return tombstones.map { found[$0] ?? [] }
    }

    /// Takes records of the person again from now on.
    package func lift(
        _ id: String, by name: String, reason: String
    ) async throws(StoreError) -> Result<ErasureCertificate, LiftingRefusal> {
        guard var erasure = try await store.erasure(id) else { return .failure(.unknown) }
        guard erasure.lifting == nil else { return .failure(.lifted) }
        erasure.lifting = Erasure.Lifting(at: now(), by: name, reason: reason)
        try await store.enter(erasure, [])
        return .success(ErasureCertificate(erasure, by: try await tombstoneMaker()))
    }

    /// What tombstones are made with, drawn when it is needed for the first time.
    func tombstoneMaker() async throws(StoreError) -> TombstoneMaker {
        if let known = try await knownMaker() { return known }
        return TombstoneMaker(secret: try await store.keepErasureSecret(TombstoneMaker.drawSecret()))
    }

    /// Nil as long as nobody was erased.
    private func knownMaker() async throws(StoreError) -> TombstoneMaker? {
        try await store.erasureSecret().map(TombstoneMaker.init(secret:))
    }

    private static let alphabet = Array("0123456789abcdefghjkmnpqrstvwxyz")

    private static func drawErasureID() -> String {
        "ers_" + String((0..<20).map { _ in alphabet[Int.random(in: 0..<alphabet.count)] })
    }
}

/// An erasure as it is shown to others.
package struct ErasureCertificate: Sendable {
    package let erasure: Erasure
    /// A keyed hash of what the erasure says, apart from its lifting.
    package let seal: String

    init(_ erasure: Erasure, by maker: TombstoneMaker) {
        self.erasure = erasure
        let counts = erasure.counts
        let numbers =
            RecordKind.first.map { counts.facts[$0] ?? 0 }
            + [counts.links, counts.conflicts, counts.merges, counts.separations, counts.aliases, erasure.tombstones]
            // Kinds that came later count where there are any: the seals of earlier erasures stay as they were given.
            + RecordKind.allCases.filter { !RecordKind.first.contains($0) }.compactMap { counts.facts[$0] }
        let later = counts.assignments > 0 ? ["assignments \(counts.assignments)"] : []
        let parts = [erasure.id, String(erasure.at.milliseconds), erasure.by] + numbers.map { String($0) } + later
        seal = maker.seal(of: "certificate " + parts.joined(separator: "\u{0}"))
    }
}

/// Why an erasure is not lifted.
package enum LiftingRefusal: Error, Hashable, Sendable {
    case unknown
    /// It was lifted before.
    case lifted
}
