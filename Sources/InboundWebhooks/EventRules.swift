/// What becomes of events, by their types.
package struct EventRules<Action: Sendable>: Sendable {
    private let exact: [String: Action]
    /// By what types begin with, the longest first; the empty one stands for all.
    private let beginnings: [(prefix: String, action: Action)]

    /// A pattern is a type, the beginning of types with `*` behind it, or `*` alone.
    package init(_ rules: [(pattern: String, action: Action)]) {
        var (exact, beginnings): ([String: Action], [(prefix: String, action: Action)]) = ([:], [])
        for (pattern, action) in rules {
            if pattern.hasSuffix("*") {
                beginnings.append((String(pattern.dropLast()), action))
            } else {
                exact[pattern] = action
            }
        }
        self.exact = exact
        self.beginnings = beginnings.sorted { $0.prefix.utf8.count > $1.prefix.utf8.count }
    }

    /// The action of the pattern that says most about the type; nil when none fits.
    package func action(for type: String) -> Action? {
        exact[type] ?? beginnings.first { type.hasPrefix($0.prefix) }?.action
    }
}
