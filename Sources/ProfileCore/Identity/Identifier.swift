/// One handle by which a customer is known: `email:jane@example.com`, `crm:4711`.
///
/// The value is normalised and in Unicode's NFC, so that two identifiers are equal exactly when their bytes are.
package struct Identifier: Hashable, Comparable, Sendable {
    package static let email = "email"
    package static let phone = "phone"
    package static let visitor = "visitor"

    package let type: String
    package let value: String

    package init(type: String, value: String) {
        self.type = type
        self.value = value
    }

    package static func < (left: Identifier, right: Identifier) -> Bool {
        (left.type, left.value) < (right.type, right.value)
    }
}

extension Identifier: CustomStringConvertible {
    package var description: String { "\(type):\(value)" }
}
