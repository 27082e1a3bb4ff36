/// Collects what is wrong and what is odd while one body is read. A class, because nested readers add to it in turn.
final class Findings {
    /// More say nothing new and would let a body of a few bytes ask for megabytes of complaints.
    static let limit = 100

    private(set) var problems: [WireProblem] = []
    private(set) var warnings: [WireWarning] = []

    func reject(_ pointer: String, _ code: ProblemCode, _ detail: String) {
        guard problems.count < Self.limit else { return }
        problems.append(WireProblem(pointer: pointer, code: code, detail: detail))
    }

    func warn(_ pointer: String, _ code: ProblemCode, _ detail: String) {
        guard warnings.count < Self.limit else { return }
        warnings.append(WireWarning(pointer: pointer, code: code, detail: detail))
    }

    func hasProblem(at pointer: String) -> Bool {
        problems.contains { $0.pointer == pointer }
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
