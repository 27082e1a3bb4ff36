/// Collects what is wrong and what is odd while one body is read. A class, because nested readers add to it in turn.
final class Findings {
    /// More say nothing new and would let a body of a few bytes ask for megabytes of complaints.
    static let limit = 100

    private(set) var problems: [WireProblem] = []
    private(set) var warnings: [WireWarning] = []
    /// Whether what is wrong is left out, with a warning, and is no reason to refuse the whole.
    var isLenient = false

    /// Finds fault with a member: a problem, or among descriptive members a warning.
    func reject(_ pointer: String, _ code: ProblemCode, _ detail: String) {
        if isLenient { return warn(pointer, code, detail + "; left out") }
        guard problems.count < Self.limit else { return }
        problems.append(WireProblem(pointer: pointer, code: code, detail: detail))
    }

    /// Takes over what was found wrong with the part at `place`.
    func add(_ problems: [WireProblem], at place: String = "") {
        self.problems += problems.prefix(Self.limit - self.problems.count).map {
            WireProblem(pointer: place + $0.pointer, code: $0.code, detail: $0.detail)
        }
    }

    func warn(_ pointer: String, _ code: ProblemCode, _ detail: String) {
        guard warnings.count < Self.limit else { return }
        warnings.append(WireWarning(pointer: pointer, code: code, detail: detail))
    }

    /// Whether a member is found fault with already.
    func hasProblem(at pointer: String) -> Bool {
        problems.contains { $0.pointer == pointer } || isLenient && warnings.contains { $0.pointer == pointer }
    }

    /// Reports every name that occurs twice in one object, at any depth.
    func rejectRepeatedNames(in value: JSONValue, at place: String = "") {
        switch value {
        case .array(let values):
            for (index, value) in values.enumerated() where value.isContainer {
                rejectRepeatedNames(in: value, at: place.appending(index: index))
            }
        case .object(let object):
            for name in object.repeatedNames {
                reject(place.appending(member: name), .duplicateMember, "a member is named once")
            }
            for member in object.members where member.value.isContainer {
                rejectRepeatedNames(in: member.value, at: place.appending(member: member.name))
            }
        default: break
        }
    }
}

extension JSONValue {
    fileprivate var isContainer: Bool {
        switch self {
        case .array, .object: true
        default: false
        }
    }
}

/// JSON pointers (RFC 6901) as plain text.
extension String {
    package func appending(member name: String) -> String {
        guard name.utf8.contains(where: { $0 == UInt8(ascii: "~") || $0 == UInt8(ascii: "/") }) else {
            return self + "/" + name
        }
        var pointer = self + "/"
        for scalar in name.unicodeScalars {
            switch scalar {
            case "~": pointer += "~0"
            case "/": pointer += "~1"
            default: pointer.unicodeScalars.append(scalar)
            }
        }
        return pointer
    }

    func appending(index: Int) -> String {
        self + "/" + String(index)
    }
}
