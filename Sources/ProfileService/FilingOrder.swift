import ProfileCore

/// Sorts facts so that each comes after those it gave way to.
struct FilingOrder {
    /// The facts that stated what was refused, by the fact to which it was refused.
    private var rivals: [FactKey: Set<FactKey>] = [:]

    /// `links` are those of the profile that stood in the way.
    mutating func add(_ conflict: Conflict, links: [Link]) {
        let stated = links.filter { link in
            conflict.holder == nil
                ? link.identifier.type == conflict.limitedType : link.identifier == conflict.identifier
        }
        rivals[conflict.fact, default: []].formUnion(stated.map(\.statedBy).filter { $0 != conflict.fact })
    }

    /// By key, as far as nothing else is asked for.
    var sorted: [FactKey] {
        var result: [FactKey] = []
        var seen: Set<FactKey> = []
        for key in rivals.keys.sorted() { place(key, &result, &seen) }
        return result
    }

    /// After its rivals, with a stack of its own: chains may be long.
    private func place(_ key: FactKey, _ result: inout [FactKey], _ seen: inout Set<FactKey>) {
        var stack: [(key: FactKey, isReady: Bool)] = [(key, false)]
        while let (key, isReady) = stack.popLast() {
            if isReady {
                result.append(key)
            } else if seen.insert(key).inserted {
                stack.append((key, true))
                let before = (rivals[key] ?? []).filter { rivals[$0] != nil && !seen.contains($0) }
                stack += before.sorted(by: >).map { ($0, false) }
            }
        }
    }
}
