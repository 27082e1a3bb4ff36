/// How many contacts there were and how many of them solved the matter, so that the customer need not come again.
package struct SolvedCount: Hashable, Sendable {
    /// An agent or a channel needs so many contacts for a figure of its own.
    package static let fewestContacts = 30
    /// A figure of fewer customers would reveal what each of them did.
    package static let fewestCustomers = 3

    package private(set) var solved = 0
    package private(set) var contacts = 0
    package private(set) var customers = 0

    package init() {}

    package init(solved: Int, contacts: Int, customers: Int) {
        (self.solved, self.contacts, self.customers) = (solved, contacts, customers)
    }

    /// Counts the contacts of one customer.
    mutating func add(_ contacts: some Sequence<JudgedContact>) {
        for contact in contacts {
            self.contacts += 1
            if contact.isSolved { solved += 1 }
        }
        customers += 1
    }

    var tellsOfNobody: Bool { customers >= Self.fewestCustomers }

    /// Whether there are enough contacts for a figure.
    package var isEnough: Bool { contacts >= Self.fewestContacts && tellsOfNobody }

    /// Nil without a contact.
    package var share: Double? { contacts > 0 ? Double(solved) / Double(contacts) : nil }

    /// Of the share; holds the true one in 19 cases of 20.
    package var interval: ClosedRange<Double> {
        let interval = WilsonInterval(solved, of: contacts)
        return interval.low...interval.high
    }
}

extension SolvedCount: Storable {
    package func write(to writer: inout ByteWriter) {
        for number in [solved, contacts, customers] { writer.integer(number) }
    }

    package init(from reader: inout ByteReader) throws(DecodingFailure) {
        self.init(solved: try reader.int(), contacts: try reader.int(), customers: try reader.int())
        guard 0 <= solved, solved <= contacts, 0 <= customers else { throw .invalid("contacts solved") }
    }
}
