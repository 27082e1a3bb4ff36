import ProfileCore
import ProfileWire

/// One line of the shop's export.
struct ShopRecord {
    let kind: String
    let source: String
    let id: String
    /// Whom it is about; nil on a customer record, which is about itself.
    var customer: Node?
    let updatedAt: Timestamp
    var members: [(name: String, value: Node)]

    init(
        _ kind: String, source: String, id: String, customer: Node? = nil, updatedAt: Timestamp,
        _ members: KeyValuePairs<String, Node?>
    ) {
        self.kind = kind
        self.source = source
        self.id = id
        self.customer = customer
        self.updatedAt = updatedAt
        self.members = Node.present(members)
    }

    /// The same statement at another time, with some members changed.
    func restated(at moment: Timestamp, _ changes: KeyValuePairs<String, Node?>) -> ShopRecord {
        let changed = Node.present(changes)
        let kept = members.filter { member in !changed.contains { $0.name == member.name } }
        var record = ShopRecord(kind, source: source, id: id, customer: customer, updatedAt: moment, [:])
        record.members = kept + changed
        return record
    }

    /// The line, without its line feed.
    func line() -> [UInt8] {
        let head = Node.present([
            "kind": .text(kind), "source": .text(source), "id": .text(id), "customer": customer,
            "updated_at": .moment(updatedAt),
        ])
        var json = JSONWriter(reservingCapacity: 512)
        Node.members(head + members).write(to: &json)
        return json.bytes
    }
}
