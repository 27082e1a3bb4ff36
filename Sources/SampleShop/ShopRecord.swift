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

/// A piece of a record as the wire carries it, still without its spelling in JSON.
enum Node: Sendable, ExpressibleByStringLiteral, ExpressibleByIntegerLiteral, ExpressibleByArrayLiteral {
    case text(String)
    case integer(Int)
    /// A number with two decimals, in hundredths.
    case hundredths(Int)
    case flag(Bool)
    case list([Node])
    case members([(name: String, value: Node)])

    init(stringLiteral value: String) { self = .text(value) }
    init(integerLiteral value: Int) { self = .integer(value) }
    init(arrayLiteral elements: Node...) { self = .list(elements) }

    /// Members in the order given; what is nil is left out.
    static func object(_ members: KeyValuePairs<String, Node?>) -> Node {
        .members(present(members))
    }

    static func present(_ members: KeyValuePairs<String, Node?>) -> [(name: String, value: Node)] {
        members.compactMap { member in member.value.map { (name: member.key, value: $0) } }
    }

    static func maybe(_ text: String?) -> Node? { text.map(Node.text) }

    static func maybe(_ number: Int?) -> Node? { number.map(Node.integer) }

    static func texts(_ texts: [String]) -> Node { .list(texts.map(Node.text)) }

    /// Nil for no texts, so that a source that knows nothing says nothing.
    static func someTexts(_ texts: [String]) -> Node? { texts.isEmpty ? nil : .texts(texts) }

    static func moment(_ moment: Timestamp) -> Node { .text(TimeText.rfc3339(moment)) }

    static func day(_ day: Day) -> Node { .text(TimeText.date(day)) }

    /// Minor units of a currency with two decimals, as all of the shop's have.
    static func money(_ minor: Int) -> Node { .text(DecimalText.money(MinorUnits(minor), .euro)) }

    func write(to json: inout JSONWriter) {
        switch self {
        case .text(let text): json.string(text)
        case .integer(let number): json.integer(number)
        case .hundredths(let number): json.decimal(thousandths: Int64(number) * 10)
        case .flag(let flag): json.bool(flag)
        case .list(let nodes): json.array(of: nodes) { $1.write(to: &$0) }
        case .members(let members):
            json.object { json in
                for member in members {
                    json.key(named: member.name)
                    member.value.write(to: &json)
                }
            }
        }
    }
}

/// What a die is rolled for; each purpose has its own numbers.
enum Purpose {
    static let person: UInt64 = 1
    static let neighbours: UInt64 = 2
    static let customerRecords: UInt64 = 3
    static let orders: UInt64 = 4
    static let contacts: UInt64 = 5
    static let browsing: UInt64 = 6
    static let companions: UInt64 = 7
    static let promises: UInt64 = 8
    static let advocacy: UInt64 = 9
    static let troubles: UInt64 = 10
    static let arms: UInt64 = 11
    static let invitations: UInt64 = 12
}
