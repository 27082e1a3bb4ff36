/// A person on the company's side: an agent or an account owner.
package struct Person: Hashable, Sendable {
    package let id: String
    package let name: String?

    package init(id: String, name: String?) {
        self.id = id
        self.name = name
    }
}
