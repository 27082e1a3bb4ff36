/// How much a source contributed, and when it last said something.
package struct SourceView: Hashable, Sendable {
    package let source: String
    package let lastAt: Timestamp
    package let facts: Int

    /// In alphabetical order.
    static func derive(from sources: SortedMap<String, Span>) -> [SourceView] {
        sources.filter { $0.value.count > 0 }
            .map { SourceView(source: $0.key, lastAt: $0.value.last, facts: $0.value.count) }
    }
}
