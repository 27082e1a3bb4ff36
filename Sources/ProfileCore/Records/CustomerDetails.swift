/// The person who placed an order, in the words of the order.
package struct CustomerDetails: Hashable, Sendable {
    package var givenName: String?
    package var familyName: String?
    package var fullName: String?
    package var salutation: String?
    package var birthday: Birthday?
    package var address: Address?

    package init() {}
}
