/// A telephone number and the many ways people write it.
struct PhoneNumber: Equatable, Sendable {
    let callingCode: String
    let area: String
    let subscriber: String

    var e164: String { "+\(callingCode)\(area)\(subscriber)" }

    /// As the phone system writes it: mostly compact.
    func logged(_ die: inout Die) -> String {
        die.chance(85) ? e164 : "+\(callingCode) \(area) \(subscriber)"
    }

    /// As somebody typed it into a form: any country can be told from it.
    func international(_ die: inout Die) -> String {
        switch die.roll(0...5) {
        case 0: e164
        case 1: "00\(callingCode) \(area) \(subscriber)"
        case 2: "+\(callingCode) (0)\(area) \(grouped(by: 2))"
        case 3: "+\(callingCode)-\(area)-\(grouped(by: 4, separator: "-"))"
        default: "+\(callingCode) \(area) \(grouped(by: 3))"
        }
    }

    /// As people of the country itself write it, with blanks, slashes and dashes.
    func national(_ die: inout Die) -> String {
        switch die.roll(0...4) {
        case 0: "0\(area)/\(subscriber)"
        case 1: "0\(area) / \(grouped(by: 3)) "
        case 2: "(0\(area)) \(subscriber)"
        case 3: "0\(area)-\(grouped(by: 2))"
        default: "0\(area) \(grouped(by: 3))"
        }
    }

    private func grouped(by size: Int, separator: String = " ") -> String {
        stride(from: 0, to: subscriber.count, by: size)
            .map { String(subscriber.dropFirst($0).prefix(size)) }
            .joined(separator: separator)
    }
}
