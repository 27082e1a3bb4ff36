/// Advocates by category: ids of profiles and nothing else, which are looked at again before they are
/// told.
package struct LearnedAdvocates: Hashable, Sendable {
    package static let perCategory = 20
    package static let categoryCapacity = 200

    package struct Category: Hashable, Sendable {
        /// As it is compared.
        package let name: String
        /// The best first.
        package let profiles: [ProfileID]
    }

    /// The number of the outlook that was learned with it.
    package let number: Int
    package let on: Day
    /// Ascending by name.
    package let categories: [Category]

    init(number: Int, on day: Day, categories: [Category]) {
        (self.number, on, self.categories) = (number, day, categories)
    }

    /// Those of a category, however it is spelled.
    package func profiles(of category: String) -> [ProfileID] {
        let name = TopicName.folded(category)
        return categories.first { $0.name == name }?.profiles ?? []
    }

    /// The same without some profiles; nil when it has none of them.
    package func without(_ profiles: Set<ProfileID>) -> LearnedAdvocates? {
        guard categories.contains(where: { !profiles.isDisjoint(with: $0.profiles) }) else { return nil }
        let left = categories.map { category in
            Category(name: category.name, profiles: category.profiles.filter { !profiles.contains($0) })
        }
        return LearnedAdvocates(number: number, on: on, categories: left.filter { !$0.profiles.isEmpty })
    }
}

/// The best advocates of each category, found customer by customer in bounded memory.
package struct AdvocateSample: Sendable {
    private struct Found {
        let profile: ProfileID
        let average: Double
        let kept: Quantity
        let ratings: Int

        func isBetter(than other: Found) -> Bool {
            (other.average, other.kept, other.ratings, profile) < (average, kept, ratings, other.profile)
        }
    }

    private struct Category {
        var best: [Found] = []
        var all = 0

        mutating func add(_ one: Found) {
            all += 1
            let place = best.firstIndex { one.isBetter(than: $0) } ?? best.count
            guard place < LearnedAdvocates.perCategory else { return }
            best.insert(one, at: place)
            if best.count > LearnedAdvocates.perCategory { best.removeLast() }
        }
    }

    private let now: Timestamp
    private let rules: ProfileRules
    private var found: [String: Category] = [:]

    package init(at now: Timestamp, rules: ProfileRules) {
        (self.now, self.rules) = (now, rules)
    }

    package mutating func add(_ state: ProfileState) {
        guard let standing = AdvocateStanding(state, at: now, rules: rules) else { return }
        let average = Double(standing.ratingSum) / Double(standing.ratings)
        for (category, kept) in standing.kept {
            let one = Found(profile: state.id, average: average, kept: kept, ratings: standing.ratings)
            found[category, default: Category()].add(one)
        }
        if found.count > 2 * LearnedAdvocates.categoryCapacity { found = Dictionary(uniqueKeysWithValues: kept) }
    }

    package func learned(number: Int) -> LearnedAdvocates {
        let categories = kept.sorted { $0.key < $1.key }.map { category in
            LearnedAdvocates.Category(name: category.key, profiles: category.value.best.map(\.profile))
        }
        return LearnedAdvocates(number: number, on: now.day, categories: categories)
    }

    /// Of the categories with most advocates.
    private var kept: [(key: String, value: Category)] {
        let foremost = found.sorted { ($1.value.all, $0.key) < ($0.value.all, $1.key) }
        return Array(foremost.prefix(LearnedAdvocates.categoryCapacity))
    }
}

extension LearnedAdvocates: Storable {
    package func write(to writer: inout ByteWriter) {
        writer.field(1) {
            $0.integer(number)
            on.write(to: &$0)
        }
        writer.field(2) { $0.values(categories) }
    }

    /// Skips fields of later versions.
    package init(from reader: inout ByteReader) throws(DecodingFailure) {
        var head: (number: Int, day: Day)?
        var categories: [Category] = []
        while let field = try reader.nextField() {
            switch field.number {
            case 1: head = (try reader.int(), try Day(from: &reader))
            case 2: categories = try reader.values()
            default:
                _ = try reader.pass(field)
                continue
            }
            try reader.end(field)
        }
        guard let head else { throw .truncated }
        self.init(number: head.number, on: head.day, categories: categories)
    }
}

extension LearnedAdvocates.Category: Storable {
    package func write(to writer: inout ByteWriter) {
        writer.string(name)
        writer.count(profiles.count)
        for profile in profiles { writer.id(profile) }
    }

    package init(from reader: inout ByteReader) throws(DecodingFailure) {
        name = try reader.string()
        var profiles: [ProfileID] = []
        for _ in 0..<(try reader.count()) { profiles.append(try reader.id()) }
        self.profiles = profiles
    }
}
