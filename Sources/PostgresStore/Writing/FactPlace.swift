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
    static func factsToFold(of profile: ProfileID, after place: FactPlace, _ page: Int64) -> Call {
        factsToFold {
            $0.add(profile)
            $0.add(place.at.milliseconds)
            $0.add(afterKey: place.key)
            $0.add(page)
        }
    }

    static func oldestFacts(of profile: ProfileID, limit: Int) -> Call {
        oldestFacts {
            $0.add(profile)
            $0.add(limit)
        }
    }
}
