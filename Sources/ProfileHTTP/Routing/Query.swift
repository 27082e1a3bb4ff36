/// The query of a request, every parameter of it known and given once.
package struct Query: Sendable {
    private let values: [String: String]

    /// Throws a problem for a parameter that is not `known`, that is repeated, or that is not decodable.
    init(_ text: String?, knowing known: Set<String>) throws(Problem) {
        var values: [String: String] = [:]
        for pair in (text ?? "").split(separator: "&") {
            let parts = pair.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            guard let name = PercentDecoding.decode(parts[0]),
                let value = PercentDecoding.decode(parts.count > 1 ? parts[1] : "")
            else { throw .malformedQuery("bad_encoding", "Parameters are percent-encoded UTF-8.") }
            guard known.contains(name) else {
                let names = known.isEmpty ? "no parameters" : "only " + known.sorted().joined(separator: ", ")
                throw .malformedQuery("unknown_parameter", "This operation takes \(names).")
            }
            guard values.updateValue(value, forKey: name) == nil else {
                throw .malformedQuery("repeated_parameter", "The parameter \(name) may be given once.")
            }
        }
        self.values = values
    }

    subscript(name: String) -> String? { values[name] }

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
