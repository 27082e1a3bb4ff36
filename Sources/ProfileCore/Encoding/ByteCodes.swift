/// The numbers under which cases are stored: their places in these lists, to which new cases may only be appended.
enum ByteCodes {
    static let directions: [InteractionRecord.Direction] = [.inbound, .outbound]
    static let interactionStatuses: [InteractionRecord.Status] = [.open, .resolved]
    static let orderStatuses: [OrderRecord.Status] = [.open, .paid, .shipped, .delivered, .cancelled, .returned]
    static let consentStatuses: [Consent.Status] = [.granted, .denied, .revoked]
    static let weekdays: [Weekday] = [.monday, .tuesday, .wednesday, .thursday, .friday, .saturday, .sunday]
    static let matches: [VIPTier.Match] = [.all, .any]
}

extension ByteWriter {
    mutating func code<Case: Equatable>(_ value: Case, among cases: [Case]) {
        // A case that is missing from its list cannot be read back; a test holds the lists complete.
        byte(UInt8(truncatingIfNeeded: cases.firstIndex(of: value) ?? 0xFF))
    }
}

extension ByteReader {
    mutating func code<Case>(among cases: [Case], _ part: StaticString) throws(DecodingFailure) -> Case {
        let place = Int(try byte())
        guard place < cases.count else { throw .invalid(part) }
        return cases[place]
    }
}
