import ProfileCore

extension MemberReader {
    /// Whether the member is there and not null; says nothing about its value.
    func isPresent(_ name: String) -> Bool {
        object[name].map { $0 != .null } ?? false
    }

    /// Text exactly as written.
    mutating func unchangedText(_ name: String) -> String? {
        guard let value = take(name) else { return nil }
        if case .string(let text) = value { return text }
        rejectType(name, value, expected: "a string")
        return nil
    }

    /// A profile by its id or by an identifier.
    mutating func reference(_ name: String, _ normalizer: IdentifierNormalizer) -> WireReference? {
        guard let text = unchangedText(name) else { return nil }
        let reference = normalizer.reference(text)
        if reference == nil {
            reject(name, .badProfileID, "a profile id (prf_…) or an identifier such as email:jane@example.com")
        }
        return reference
    }
}
