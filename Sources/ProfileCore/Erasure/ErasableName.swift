/// What a person may come back by: a record that was erased, or an identifier.
package enum ErasableName: Hashable, Sendable {
    case fact(FactKey)
    case identifier(Identifier)

    /// What is hashed: the same for all ways to write one name.
    package var form: String {
        switch self {
        case .fact(let key): ["record", String(key.kind.rawValue), key.source, key.id].joined(separator: "\u{0}")
        case .identifier(let identifier): ["identifier", identifier.type, identifier.form].joined(separator: "\u{0}")
        }
    }
}

extension Identifier {
    /// The same for all spellings by which one person is reached.
    fileprivate var form: String {
        switch type {
        case Self.email: value.lowercased().mailboxForm
        case Self.phone: String(value.filter { !"+ -./()".contains($0) }.drop { $0 == "0" })
        default: value
        }
    }
}

extension String {
    /// A mail address without what follows a `+` and without dots in its local part: many servers deliver all of these
    /// to one person.
    fileprivate var mailboxForm: String {
        guard let at = lastIndex(of: "@") else { return self }
        let (local, domain) = (self[..<at], self[index(after: at)...])
        let mailbox = local.prefix { $0 != "+" }.filter { $0 != "." }
        let server = domain == "googlemail.com" ? "gmail.com" : String(domain)
        return (mailbox.isEmpty ? String(local) : mailbox) + "@" + server
    }
}
