/// Numbers that a regulator set aside for films and examples, so that no sample customer's phone ever rings.
///
/// Sources: Bundesnetzagentur (drama numbers), Ofcom (numbers for drama use), ARCEP (decision 2018-0881),
/// PTS (numbers for use in fiction). Countries without such a range have customers without a phone.
struct PhoneRange: Sendable {
    let callingCode: String
    /// The area or network code without the trunk zero.
    let area: String
    /// The first digits of the subscriber's number.
    let prefix: String
    /// The number of digits after `prefix`.
    let digits: Int
    let first: Int
    let count: Int

    /// The number at a place of the range; nil past its end, because two customers must not share one by accident.
    func number(at place: Int) -> PhoneNumber? {
        guard place < count else { return nil }
        let tail = String(first + place)
        let padding = String(repeating: "0", count: max(0, digits - tail.count))
        return PhoneNumber(callingCode: callingCode, area: area, subscriber: prefix + padding + tail)
    }
}
