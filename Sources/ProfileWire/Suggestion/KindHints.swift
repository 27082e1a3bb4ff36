import ProfileCore

/// What is known of the files that hold records of a kind.
struct KindHints: Sendable {
    /// What systems of the sort call themselves, to be replaced by the right name.
    let system: String
    let members: [MemberHint]
    /// What a mapping says for members that a record cannot do without and no column holds.
    let standards: [String: String]
    /// Members of which a file of the kind has one at least, and the factor of its points when it has none.
    let telling: [String]
    let untold: Double
    /// The same for a file that does not say when things happened.
    let undated: Double
    /// Whether a customer has several such records, as a rule.
    let isDealing: Bool

    /// The words by which the headers of files call a member.
    struct Words {
        let path: String
        let shape: MemberHint.Shape?
        let weight: Int
        let names: String

        init(_ path: String, as shape: MemberHint.Shape? = nil, _ weight: Int, _ names: String) {
            self.path = path
            self.shape = shape
            self.weight = weight
            self.names = names
        }
    }

    init(
        _ kind: RecordKind, system: String, standards: [String: String], telling: [String], untold: Double,
        undated: Double = 1, isDealing: Bool = false, words: [Words]
    ) {
        self.system = system
        self.standards = standards
        self.telling = telling
        self.untold = untold
        self.undated = undated
        self.isDealing = isDealing
        members = words.map { MemberHint(kind, $0) }
    }

    static func of(_ kind: RecordKind) -> KindHints {
        switch kind {
        case .customer: customer
        case .order: order
        case .interaction: interaction
        case .activity: activity
        }
    }
}

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

        /// What values of a type look like, unless words say otherwise.
        init(_ type: FieldType) {
            switch type {
            case .text, .trait: self = .text
            case .word: self = .words
            case .id: self = .id
            case .moment, .day, .birthday: self = .time
            case .integer(1...5): self = .rating
            case .integer: self = .integer
            case .number, .decimal: self = .number
            case .code, .part, .list, .rows, .names: self = .any
            }
        }
    }

    let path: [String]
    let shape: Shape
    /// Whether there is no record without it.
    let isRequired: Bool
    /// How much a column for it tells that a row is of the kind, in tenths.
    let weight: Int
    /// The most telling first.
    let names: [HeaderName]

    init(_ kind: RecordKind, _ words: KindHints.Words) {
        let path = words.path.split(separator: ".").map(String.init)
        self.path = path
        shape = words.shape ?? kind.type(at: path).map(Shape.init) ?? .any
        isRequired = path.count == 1 && kind.fields.contains { $0.name == path[0] && $0.isRequired }
        weight = words.weight
        names = words.names.split(whereSeparator: { $0 == "," || $0 == "\n" }).map { HeaderName(String($0)) }
    }
}
