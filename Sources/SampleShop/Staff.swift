/// The people who answer customers.
struct Staff: Sendable {
    let id: String
    let name: String

    var node: Node { .object(["id": .text(id), "name": .text(name)]) }

    static let agents: [Staff] = [
        "Mira Holt", "Jonas Berg", "Aylin Kara", "Tomás Vidal", "Nora Feld", "Piotr Lis", "Hanna Ström", "Owen Reid",
        "Chloé Marchand", "Bence Varga", "Linh Đào", "Sara Conti", "Emil Lund", "Greta Haas", "Ravi Nair",
    ].enumerated().map { Staff(id: "a\($0.offset + 1)", name: $0.element) }

    /// Those who also look after customers by name.
    static let owners = Array(agents.prefix(5))
}
