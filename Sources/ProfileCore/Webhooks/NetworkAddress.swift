/// An address of the Internet Protocol, as a connection would go to it.
package struct NetworkAddress: Hashable, Sendable {
    private enum Form: Hashable {
        case version4(UInt32)
        /// The upper and the lower half.
        case version6(UInt64, UInt64)
    }

    private let form: Form

    /// In network byte order; nil unless they are 4 or 16 bytes.
    package init?(_ bytes: some Collection<UInt8>) {
        func number(_ bytes: some Collection<UInt8>) -> UInt64 { bytes.reduce(0) { $0 << 8 | UInt64($1) } }
        switch bytes.count {
        case 4: form = .version4(UInt32(number(bytes)))
        case 16:
            let (upper, lower) = (number(bytes.prefix(8)), number(bytes.dropFirst(8)))
            // An address of version 4 in the clothes of version 6 is one (RFC 4291, section 2.5.5).
            let isMapped = upper == 0 && lower >> 32 == 0xFFFF
            form = isMapped ? .version4(UInt32(truncatingIfNeeded: lower)) : .version6(upper, lower)
        default: return nil
        }
    }

    /// Whether it is one of the public Internet: not private, not this machine, not of this link, and not set aside for
    /// anything else, among which are addresses that stand for others.
    package var isPublic: Bool {
        switch form {
        case .version4(let address):
            !Self.withheld4.contains { address >> (32 - $0.length) == $0.network >> (32 - $0.length) }
        case .version6(let upper, _):
            // What is public lies in 2000::/3.
            upper >> 61 == 1 && !Self.withheld6.contains { upper >> (64 - $0.length) == $0.network >> (64 - $0.length) }
        }
    }

    /// Networks that are not public, of the IANA registry of special-purpose addresses (RFC 6890).
    private static let withheld4: [(network: UInt32, length: UInt32)] = [
        (0x0000_0000, 8), (0x0A00_0000, 8), (0x6440_0000, 10), (0x7F00_0000, 8), (0xA9FE_0000, 16),
        (0xAC10_0000, 12), (0xC000_0000, 24), (0xC000_0200, 24), (0xC058_6300, 24), (0xC0A8_0000, 16),
        (0xC612_0000, 15), (0xC633_6400, 24), (0xCB00_7100, 24), (0xE000_0000, 4), (0xF000_0000, 4),
    ]

    /// Within 2000::/3, by their upper halves: Teredo and what else the IETF assigned, documentation, 6to4.
    private static let withheld6: [(network: UInt64, length: UInt64)] = [
        (0x2001_0000_0000_0000, 23), (0x2001_0DB8_0000_0000, 32), (0x2002_0000_0000_0000, 16),
        (0x3FFF_0000_0000_0000, 20),
    ]
}
