import ProfileCore

/// How far the facts of a profile were read, newest first; the key is nil before the first of them.
struct FactPlace {
    var at: Timestamp
    var key: FactKey?

    init(at: Timestamp = Timestamp(milliseconds: .max), key: FactKey? = nil) {
        (self.at, self.key) = (at, key)
    }

    init(of fact: Fact) {
        (at, key) = (fact.record.happenedAt, fact.key)
    }
}

extension Statement {
    /// The next `page` facts of each profile after its place.
    static func factsToFold(after places: [ProfileID: FactPlace], page: Int64) -> Call {
        let places = places.sorted { $0.key < $1.key }
        return factsToFold {
            $0.add(ids: places.map(\.key))
            $0.add(integers: places.map(\.value.at.milliseconds))
            // Without a key, values that come before every key.
            $0.add(kindNumbers: places.map { Int16($0.value.key?.kind.rawValue ?? 0) })
            $0.add(texts: places.map { $0.value.key?.source ?? "" })
            $0.add(texts: places.map { $0.value.key?.id ?? "" })
            $0.add(page)
        }
    }
}
