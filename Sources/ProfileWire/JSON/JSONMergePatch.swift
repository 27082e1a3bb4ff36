extension JSONValue {
    /// What a merge patch makes of it (RFC 7396): null removes a member, an object changes what is there member by
    /// member, and anything else takes its place.
    package func merged(with patch: JSONValue) -> JSONValue {
        guard case .object(let changes) = patch else { return patch }
        let present = object ?? JSONObject(members: [])
        let kept = present.members.compactMap { member in
            guard let change = changes[member.name] else { return member }
            return member.merged(with: change)
        }
        let added = changes.members.compactMap { change in
            present[change.name] == nil
                ? JSONObject.Member(name: change.name, value: .null).merged(with: change.value) : nil
        }
        return .object(JSONObject(members: kept + added))
    }

    private var object: JSONObject? {
        if case .object(let object) = self { object } else { nil }
    }

    /// With the members that a patch removes as null, for a reader that has to know them.
    func naming(_ patch: JSONValue) -> JSONValue {
        guard let present = object, let changes = patch.object else { return self }
        return .object(
            JSONObject(members: present.members + changes.members.filter { present[$0.name] == nil }))
    }
}

extension JSONObject.Member {
    /// Nil when it is removed.
    fileprivate func merged(with change: JSONValue) -> JSONObject.Member? {
        change == .null ? nil : JSONObject.Member(name: name, value: value.merged(with: change))
    }
}
