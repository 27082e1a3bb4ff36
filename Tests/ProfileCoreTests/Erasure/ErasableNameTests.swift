import ProfileCore
import Testing

@Suite("Names that a person may come back by")
struct ErasableNameTests {
    @Test(
        "Spellings of one address or number are one name",
        arguments: [
            ("email:jane.doe@example.com", "email:janedoe@example.com"),
            ("email:jane+shop@example.com", "email:jane@example.com"),
            ("email:Jane.Doe+a.b@Example.com", "email:janedoe@example.com"),
            ("email:jane.doe@googlemail.com", "email:janedoe@gmail.com"),
            ("phone:+442079460018", "phone:442079460018"),
            ("phone:+44 20 7946-0018", "phone:+442079460018"),
            ("phone:00442079460018", "phone:+442079460018"),
        ])
    func same(one: String, other: String) {
        #expect(name(one).form == name(other).form)
    }

    @Test(
        "Other people have other names",
        arguments: [
            ("email:jane@example.com", "email:jane@example.org"), ("email:jane@example.com", "email:june@example.com"),
            ("email:+@example.com", "email:+a@example.com"), ("crm:a.b", "crm:ab"), ("crm:A", "crm:a"),
            ("phone:+442079460018", "phone:+442079460019"), ("crm:1", "erp:1"),
        ])
    func different(one: String, other: String) {
        #expect(name(one).form != name(other).form)
    }

    @Test("A record and an identifier of equal text are two names")
    func kinds() {
        let key = FactKey(kind: .customer, source: "crm", id: "1")
        #expect(ErasableName.fact(key).form != name("crm:1").form)
        #expect(ErasableName.fact(key).form != ErasableName.fact(FactKey(kind: .order, source: "crm", id: "1")).form)
    }

    private func name(_ text: String) -> ErasableName {
        let parts = text.split(separator: ":", maxSplits: 1).map(String.init)
        return .identifier(Identifier(type: parts[0], value: parts[1]))
    }
}
