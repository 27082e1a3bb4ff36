package import ProfileCore

/// What must be known besides the bytes to judge a record.
package struct DecodingContext: Sendable {
    package struct SourceSettings: Hashable, Sendable {
        /// ISO 3166-1 alpha-2; the country whose national phone numbers the source writes.
        package let phoneRegion: String?
        /// The IANA name of the zone in which the source writes times without an offset.
        package let timeZone: String?

        package init(phoneRegion: String? = nil, timeZone: String? = nil) {
            self.phoneRegion = phoneRegion
            self.timeZone = timeZone
        }
    }

    /// When the record came in, which is its `updated_at` when it gives none, or one still to come.
    package var arrivedAt: Timestamp
    package let sources: [String: SourceSettings]
    package let acceptsUndeclaredSources: Bool
    /// The currency of amounts that name none.
    package let defaultCurrency: Currency
    package let normalizer: IdentifierNormalizer
    /// Whether the record was taken before, by whatever rules.
    private(set) var isRestoring = false

    package init(
        arrivedAt: Timestamp, sources: [String: SourceSettings] = [:], acceptsUndeclaredSources: Bool = true,
        defaultCurrency: Currency = .euro, normalizer: IdentifierNormalizer = .standard
    ) {
        self.arrivedAt = arrivedAt
        self.sources = sources
        self.acceptsUndeclaredSources = acceptsUndeclaredSources
        self.defaultCurrency = defaultCurrency
        self.normalizer = normalizer
    }

    /// For records that were taken before: nothing that they tell is ahead of its time.
    static let restoring: DecodingContext = {
        var context = DecodingContext(arrivedAt: Timestamp(milliseconds: 8_000_000_000_000))
        context.isRestoring = true
        return context
    }()

    /// The latest day on which somebody can have been born; a day of grace is for the time zones.
    var latestBirthday: Day { arrivedAt.day.advanced(by: 1) }
}
