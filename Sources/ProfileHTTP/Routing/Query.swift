import ProfileWire

/// The query of a request, every parameter of it known and given once.
package struct Query: Sendable {
    private let values: [String: String]
    /// The values after the first of parameters that may be given several times.
    private let further: [String: [String]]

    /// Throws a problem for a parameter that is not `known`, that is repeated, or that is not decodable.
    init(_ text: String?, knowing known: Set<String>, repeatable: Set<String>) throws(Problem) {
        var (values, further): ([String: String], [String: [String]]) = ([:], [:])
        for pair in (text ?? "").split(separator: "&") {
            let parts = pair.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            guard let name = PercentDecoding.decode(parts[0]),
                let value = PercentDecoding.decode(parts.count > 1 ? parts[1] : "")
            else {
                throw .malformedQuery(
                    "bad_encoding", "Parameters are percent-encoded UTF-8 without control characters.")
            }
            guard known.contains(name) else {
                let names = known.isEmpty ? "no parameters" : "only " + known.sorted().joined(separator: ", ")
                throw .malformedQuery("unknown_parameter", "This operation takes \(names).")
            }
            if values[name] == nil {
                values[name] = value
            } else if repeatable.contains(name) {
                further[name, default: []].append(value)
            } else {
                throw .malformedQuery("repeated_parameter", "The parameter \(name) may be given once.")
            }
        }
        (self.values, self.further) = (values, further)
    }

    subscript(name: String) -> String? { values[name] }

    /// Every value of a parameter that may be given several times, in order.
    func all(_ name: String) -> [String] { values[name].map { [$0] + (further[name] ?? []) } ?? [] }

    /// False when absent.
    func flag(_ name: String) throws(Problem) -> Bool {
        switch values[name] {
        case nil, "false": return false
        case "true": return true
        default: throw .malformedQuery("bad_value", "The parameter \(name) is true or false.")
        }
    }

    func integer(_ name: String, in range: ClosedRange<Int>, default standard: Int) throws(Problem) -> Int {
        guard let text = values[name] else { return standard }
        guard let value = Int(text), range.contains(value), text.first != "+" else {
            throw .malformedQuery(
                "bad_value", "The parameter \(name) is a whole number from \(range.lowerBound) to \(range.upperBound).")
        }
        return value
    }
}

/// Percent-decoding of paths and queries; a plus stays a plus, because phone numbers begin with one.
enum PercentDecoding {
    /// Nil when an escape is broken, the result is not UTF-8, or it holds a control character.
    static func decode(_ text: some StringProtocol) -> String? {
        guard text.utf8.contains(where: { $0 == UInt8(ascii: "%") || isControl($0) }) else { return String(text) }
        var bytes: [UInt8] = []
        bytes.reserveCapacity(text.utf8.count)
        var rest = text.utf8.makeIterator()
        while let byte = rest.next() {
            guard byte == UInt8(ascii: "%") else {
                bytes.append(byte)
                continue
            }
            guard let high = rest.next().flatMap(digit), let low = rest.next().flatMap(digit) else { return nil }
            bytes.append(high << 4 | low)
        }
        guard !bytes.contains(where: isControl) else { return nil }
        return String(validating: bytes, as: UTF8.self)
    }

    private static func isControl(_ byte: UInt8) -> Bool { byte < 0x20 || byte == 0x7F }

    private static func digit(_ byte: UInt8) -> UInt8? {
        switch byte {
        case UInt8(ascii: "0")...UInt8(ascii: "9"): byte - UInt8(ascii: "0")
        case UInt8(ascii: "a")...UInt8(ascii: "f"): byte - UInt8(ascii: "a") + 10
        case UInt8(ascii: "A")...UInt8(ascii: "F"): byte - UInt8(ascii: "A") + 10
        default: nil
        }
    }
}

extension Query {
    /// The sections that `fields` names; nil when it is absent.
    func sections() throws(Problem) -> Set<ProfileSection>? {
        guard let fields = self["fields"] else { return nil }
        do throws(UnknownProfileSection) {
            return try ProfileSection.parse(fields)
        } catch {
            throw .malformedQuery("unknown_field", error.detail)
        }
    }
}
