import ProfileCore

/// Values as an export has them: taken as they are, or found wrong.
extension MemberReader {
    mutating func exactText(_ name: String) -> String? {
        required(name, unchangedText(name))
    }

    mutating func moment(_ name: String) -> Timestamp? {
        required(name, time(name))
    }

    mutating func count(_ name: String) -> Int? {
        required(name, integer(name, in: 0...1_000_000_000_000))
    }

    mutating func id(_ name: String) -> ProfileID? {
        required(name, optionalID(name))
    }

    mutating func optionalID(_ name: String) -> ProfileID? {
        guard let text = unchangedText(name) else { return nil }
        let id = ProfileID(text)
        if id == nil { reject(name, .badProfileID, "a profile id (prf_…)") }
        return id
    }

    mutating func ids(_ name: String) -> [ProfileID] {
        strings(name, atMost: .max, such: ProfileID.prefix + "…").compactMap { text in
            let id = ProfileID(text)
            if id == nil { reject(name, .badProfileID, "profile ids (prf_…)") }
            return id
        }
    }

    mutating func identifier(_ name: String) -> Identifier? {
        required(name, optionalIdentifier(name))
    }

    mutating func optionalIdentifier(_ name: String) -> Identifier? {
        unchangedText(name).flatMap { identifier($0, at: name) }
    }

    mutating func identifiers(_ name: String) -> [Identifier] {
        strings(name, atMost: .max, such: "email:jane@example.com").compactMap { identifier($0, at: name) }
    }

    private func identifier(_ text: String, at name: String) -> Identifier? {
        // A character may be a colon with an accent on it.
        guard let colon = text.utf8.firstIndex(of: UInt8(ascii: ":")), colon != text.startIndex,
            case let value = text[text.utf8.index(after: colon)...], !value.isEmpty
        else {
            reject(name, .badIdentifierType, "an identifier such as email:jane@example.com")
            return nil
        }
        return Identifier(type: String(text[..<colon]), value: String(value))
    }

    mutating func key(_ name: String) -> FactKey? {
        required(name, optionalKey(name))
    }

    mutating func optionalKey(_ name: String) -> FactKey? {
        guard var reader = child(name) else { return nil }
        return reader.key()
    }

    mutating func keys(_ name: String) -> [FactKey] {
        objects(name, atMost: .max) { $0.key() }
    }

    private mutating func key() -> FactKey? {
        let word = exactText("kind")
        let (source, id) = (exactText("source"), exactText("id"))
        rejectUnknownMembers()
        guard let word, let source, let id else { return nil }
        guard let kind = RecordKind(word: word) else {
            reject("kind", .notAllowed, "one of: " + RecordKind.allCases.map(\.word).joined(separator: ", "))
            return nil
        }
        return FactKey(kind: kind, source: source, id: id)
    }
}
