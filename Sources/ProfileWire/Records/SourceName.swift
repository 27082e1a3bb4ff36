import ProfileCore

/// What a source may be called: its name is also the type of the identifiers that its customer records carry.
package enum SourceName {
    package static let reserved: Set<String> = [Identifier.email, Identifier.phone, Identifier.visitor]

    package static func isValid(_ name: String) -> Bool {
        WordText.isWord(name) && !reserved.contains(name)
    }
}
