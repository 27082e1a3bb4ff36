/// The facts of a profile, or of a part of one, by which separations name it.
struct SeparatedFacts: Sendable {
    private let separations: [Separation]
    private let named: Set<FactKey>
    private var present: Set<FactKey> = []
    /// By home.
    private var oldest: [ProfileID: FactAge] = [:]

    /// `separations` may concern others too.
    init(of separations: [Separation]) {
        self.separations = separations
        named = Set(separations.flatMap { [$0.first.fact, $0.second.fact] }.compactMap(\.self))
    }

    mutating func note(_ fact: Fact) {
        guard !separations.isEmpty else { return }
        if named.contains(fact.key) { present.insert(fact.key) }
        let age = FactAge(receivedAt: fact.receivedAt, fact: fact.key)
        oldest[fact.filing.home] = min(oldest[fact.filing.home] ?? age, age)
    }

    /// What has to be saved for the profile `id`, which these facts make up.
    ///
    /// A fact that has left is replaced, for good, by the oldest of those it came with. One that came here from another
    /// profile brings its separation along. A part that has none of the names of the whole stays apart from those from
    /// whom somebody parted the whole: nobody knows which part was meant.
    func separations(of id: ProfileID, names: Set<ProfileID>, partOf whole: Set<ProfileID>? = nil) -> [Separation] {
        let isNameless = whole.map(names.isDisjoint) ?? false
        return separations.flatMap { separation in
            [(separation.first, separation.second), (separation.second, separation.first)].compactMap { own, other in
                guard !names.contains(other.profile) else { return nil }
                let known = own.fact.flatMap { present.contains($0) ? $0 : nil }
                if names.contains(own.profile) {
                    let fact = known == nil ? witness(from: own.profile) : nil
                    return fact.map { Separation(Separation.Side(own.profile, $0), Separation.Side(other.profile)) }
                }
                let isOfWhole = isNameless && whole?.contains(own.profile) == true
                let fact = known ?? (isOfWhole ? witness(from: id) : nil)
                return fact.map { Separation(Separation.Side(id, $0), other) }
            }
        }
    }

    private func witness(from home: ProfileID) -> FactKey? {
        (oldest[home] ?? oldest.values.min())?.fact
    }
}
