/// Somebody whose records reach several nodes at once, each record naming some of what leads to them.
struct Person: Sendable {
    let number: Int

    /// Mail addresses and phone numbers, within the limits of one profile.
    var emails: [String] { (0..<3).map { "person\(number).\($0)@example.com" } }
    var phones: [String] { (0..<3).map { "+4930230\(10_000 + number * 10 + $0)" } }
    /// The id of the one customer record there is of them.
    var customer: String { "person-\(number)" }

    var identifiers: [String] { ["crm:" + customer] + emails.map { "email:" + $0 } + phones.map { "phone:" + $0 } }

    /// The member that says whom a record is about, by a few of the identifiers.
    var someNames: String {
        let count = Int.random(in: 1...3)
        let emails = emails.shuffled().prefix(count), phones = phones.shuffled().prefix(Int.random(in: 0...count))
        return names(crm: Int.random(in: 0..<4) == 0, emails: Array(emails), phones: Array(phones))
    }

    var allNames: String { names(crm: true, emails: emails, phones: phones) }

    private func names(crm: Bool, emails: [String], phones: [String]) -> String {
        let crm = crm ? #""crm":"\#(customer)","# : ""
        return #""customer":{\#(crm)"email":\#(Self.list(emails)),"phone":\#(Self.list(phones))}"#
    }

    /// The body of a customer record that states some of the mail addresses and phone numbers.
    var someCustomer: String {
        let emails = emails.shuffled().prefix(2), phones = phones.shuffled().prefix(1)
        return
            #"{"given_name":"Jane","family_name":"Doe","emails":\#(Self.list(emails)),"phones":\#(Self.list(phones))}"#
    }

    static func order(_ names: String) -> String {
        #"\#(names),"placed_at":"2026-01-02T03:04:05Z","status":"paid","currency":"EUR","total":"12.50""#
    }

    static func interaction(_ names: String) -> String {
        #"\#(names),"occurred_at":"2026-01-02T03:04:05Z","channel":"chat","topic":"delivery""#
    }

    private static func list(_ texts: some Sequence<String>) -> String {
        "[" + texts.map { "\"\($0)\"" }.joined(separator: ",") + "]"
    }
}
