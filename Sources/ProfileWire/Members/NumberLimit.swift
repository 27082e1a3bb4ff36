/// How great the numbers of a record may be, on either side of zero.
enum NumberLimit {
    /// In minor units of any currency.
    static let money: Int64 = 10_000_000_000_000
    static let quantityThousandths: Int64 = 1_000_000_000_000
    static let seconds = 1_000_000_000
    static let points = 1_000_000_000_000_000
}
