import ProfileCore

/// Looks at decisions where they lie. A decision has some fifty lists, and to iterate over decisions copies each whole.
extension [Decision] {
    func flatMap<Part: Sequence>(_ part: (Decision) -> Part) -> [Part.Element] {
        var all: [Part.Element] = []
        for place in indices { all.append(contentsOf: part(self[place])) }
        return all
    }

    func map<Part>(_ part: (Decision) -> Part) -> [Part] {
        var all: [Part] = []
        all.reserveCapacity(count)
        for place in indices { all.append(part(self[place])) }
        return all
    }

    func allSatisfy(_ holds: (Decision) -> Bool) -> Bool { !contains { !holds($0) } }

    func contains(where holds: (Decision) -> Bool) -> Bool {
        for place in indices where holds(self[place]) { return true }
        return false
    }
}
