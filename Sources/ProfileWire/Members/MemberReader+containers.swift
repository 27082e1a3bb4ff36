extension MemberReader {
    /// A reader of the object under that name.
    mutating func child(_ name: String) -> MemberReader? {
        guard let value = take(name) else { return nil }
        return MemberReader(value, at: pointer(name), findings, timeZone: timeZone)
    }

    /// The elements of the array under that name with their pointers; none when it is absent.
    mutating func elements(_ name: String, atMost limit: Int) -> [(value: JSONValue, place: String)] {
        guard let value = take(name) else { return [] }
        let place = pointer(name)
        return elements(value, of: name, atMost: limit).enumerated().map { ($1, place.appending(index: $0)) }
    }

    /// The elements of the array of strings under that name, without those that are none, which are reported. Only of
    /// these is worked out where they stand: there may be a thousand elements, and as a rule all are right.
    mutating func strings(_ name: String, atMost limit: Int, such example: String) -> [String] {
        guard let value = take(name) else { return [] }
        return elements(value, of: name, atMost: limit).enumerated().compactMap { index, element in
            if case .string(let text) = element { return text }
            let place = pointer(name).appending(index: index)
            findings.reject(place, .wrongType, "a string such as \(example) is expected")
            return nil
        }
    }

    private func elements(_ value: JSONValue, of name: String, atMost limit: Int) -> [JSONValue] {
        guard case .array(let values) = value else {
            rejectType(name, value, expected: "an array")
            return []
        }
        guard values.count <= limit else {
            reject(name, .tooMany, "at most \(limit) elements")
            return []
        }
        return values
    }

    /// Reads each element of an array of objects; nil elements, which are reported, are left out.
    mutating func objects<Element>(
        _ name: String, atMost limit: Int, _ read: (inout MemberReader) -> Element?
    ) -> [Element] {
        elements(name, atMost: limit).compactMap { value, place in
            guard var reader = MemberReader(value, at: place, findings, timeZone: timeZone) else { return nil }
            return read(&reader)
        }
    }
}
