/// What a die is rolled for; each purpose has its own numbers.
enum Purpose {
    static let person: UInt64 = 1
    static let neighbours: UInt64 = 2
    static let customerRecords: UInt64 = 3
    static let orders: UInt64 = 4
    static let contacts: UInt64 = 5
    static let browsing: UInt64 = 6
}
