package import ProfileCore

/// The kinds as they are written in records and in paths.
extension RecordKind {
    /// `order`, as in a record's `kind`.
    package var word: String {
        switch self {
        case .customer: "customer"
        case .order: "order"
        case .interaction: "interaction"
        case .activity: "activity"
        }
    }

    /// `orders`, as in a path.
    package var pathSegment: String {
        switch self {
        case .customer: "customers"
        case .order: "orders"
        case .interaction: "interactions"
        case .activity: "activities"
        }
    }

    package init?(word: String) {
        guard let kind = Self.allCases.first(where: { $0.word == word }) else { return nil }
        self = kind
    }

    package init?(pathSegment: String) {
        guard let kind = Self.allCases.first(where: { $0.pathSegment == pathSegment }) else { return nil }
        self = kind
    }
}
