/// The body that asks for the serving order of a waiting queue.
package struct RankRequest: Hashable, Sendable {
    package struct Entry: Hashable, Sendable {
        /// The caller's own name for the one who waits.
        package let ref: String
        /// As it was written; nil for somebody nobody can name.
        package let name: String?
        package let waitedSeconds: Int
    }

    package static let limit = 10_000

    package let entries: [Entry]

    /// `[{"ref":"c1","identifier":"phone:+4420…","waited_seconds":90}]`, or the same array as member `queue`.
    package init(json bytes: [UInt8]) throws(WireRejection) {
        entries = try RequestBody.read(bytes) { value, findings in
            // Both forms are read as the member of an object, so that there is one way of reading.
            let isBare = if case .array = value { true } else { false }
            let object = isBare ? .object(JSONObject(members: [.init(name: "queue", value: value)])) : value
            guard var members = MemberReader(object, at: "", findings, timeZone: nil) else { return nil }
            let queue = members.take("queue") == nil ? nil : Self.entries(&members, isBare: isBare)
            let result = members.required("queue", queue)
            members.rejectUnknownMembers()
            return result
        }
    }

    private static func entries(_ members: inout MemberReader, isBare: Bool) -> [Entry] {
        members.elements("queue", atMost: limit).enumerated().compactMap { index, element in
            let place = isBare ? "".appending(index: index) : element.place
            guard var reader = MemberReader(element.value, at: place, members.findings, timeZone: nil) else {
                return nil
            }
            return entry(&reader)
        }
    }

    private static func entry(_ reader: inout MemberReader) -> Entry? {
        let ref = reader.code("ref")
        let identifier = reader.unchangedText("identifier")
        let waited = reader.integer("waited_seconds", in: 0...NumberLimit.seconds)
        let required = reader.required("ref", ref)
        reader.rejectUnknownMembers()
        return required.map {
            Entry(ref: $0, name: identifier, waitedSeconds: waited ?? 0)
        }
    }
}
