/// Reads the JSON body of a request that is no record.
///
/// Here unknown members are problems: a misspelt word in a request would silently change what it asks for.
enum RequestBody {
    static func read<Value>(
        _ bytes: [UInt8], _ read: (JSONValue, Findings) -> Value?
    ) throws(WireRejection) -> Value {
        let value: JSONValue
        do throws(JSONError) {
            value = try JSONReader.parse(bytes)
        } catch {
            throw WireRejection(error)
        }
        return try self.read(value, read)
    }

    private static func read<Value>(
        _ value: JSONValue, _ read: (JSONValue, Findings) -> Value?
    ) throws(WireRejection) -> Value {
        let findings = Findings()
        findings.rejectRepeatedNames(in: value)
        let result = read(value, findings)
        guard findings.problems.isEmpty, let result else { throw WireRejection(problems: findings.problems) }
        return result
    }

    /// Reads a body that must be one object.
    static func readObject<Value>(
        _ bytes: [UInt8], _ read: (inout MemberReader) -> Value?
    ) throws(WireRejection) -> Value {
        try self.read(bytes) { wholeObject($0, $1, read) }
    }

    /// Reads a part that must be one object; places of problems are those in the part.
    static func readObject<Value>(
        _ value: JSONValue, _ read: (inout MemberReader) -> Value?
    ) throws(WireRejection) -> Value {
        try self.read(value) { wholeObject($0, $1, read) }
    }

    private static func wholeObject<Value>(
        _ value: JSONValue, _ findings: Findings, _ read: (inout MemberReader) -> Value?
    ) -> Value? {
        guard var members = MemberReader(value, at: "", findings, timeZone: nil) else { return nil }
        let result = read(&members)
        members.rejectUnknownMembers()
        return result
    }
}
