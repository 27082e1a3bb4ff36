import ProfileCore

/// What columns are usually called, by the member they hold, in English, German, French, Spanish, Italian, Dutch and
/// Polish, without accents.
struct MemberHint: Sendable {
    /// What the values of a column must look like to be a member's.
    enum Shape: Hashable, Sendable {
        case any, text, email, phone, time, number, integer
        /// From 1 to 5.
        case rating
        /// A few that occur again and again.
        case words
        /// As `words`, but no codes of regions: what is called a state may be one of either.
        case states
        /// As shops number their orders: `#1001`.
        case hashNumber
        /// Each record's own.
        case id
    }

    let path: [String]
    let shape: Shape
    /// How much a column for it tells that a row is of the kind, in tenths.
    let weight: Int
    /// The most telling first.
    let names: [HeaderName]

    init(_ path: String, _ shape: Shape, _ weight: Int, _ names: String) {
        self.path = path.split(separator: ".").map(String.init)
        self.shape = shape
        self.weight = weight
        self.names = names.split(whereSeparator: { $0 == "," || $0 == "\n" }).map { HeaderName(String($0)) }
    }

    static func hints(_ kind: RecordKind) -> [MemberHint] {
        switch kind {
        case .customer: customer
        case .order: order
        case .interaction: interaction
        case .activity: activity
        }
    }
}
