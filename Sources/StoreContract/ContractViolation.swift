/// A promise of the port that a store broke.
package struct ContractViolation: Error, CustomStringConvertible {
    package let detail: String
    package let place: String

    package var description: String { "\(place): \(detail)" }
}

func promise(
    _ holds: Bool, _ detail: String, file: StaticString = #fileID, line: UInt = #line
) throws(ContractViolation) {
    guard !holds else { return }
    throw ContractViolation(detail: detail, place: "\(file):\(line)")
}

func promise<Value: Equatable>(
    _ found: Value, is expected: Value, _ what: String, file: StaticString = #fileID, line: UInt = #line
) throws(ContractViolation) {
    try promise(
        found == expected, "\(what): expected \(expected), found \(found)", file: file, line: line)
}
