import Foundation
package import ProfileCore

/// Brings identifiers into the one form in which they are compared, and keeps junk out.
package struct IdentifierNormalizer: Sendable {
    package static let maximumLength = 255

    package enum Outcome: Hashable, Sendable {
        case accepted(Identifier)
        /// A value that stands for "unknown" or that the operator blocked: it must not link anybody.
        case blocked
        case phoneNotRecognised
        /// A phone number as it was written that nobody can be called at: it is kept, but must not link anybody.
        case uncallable(Identifier)
        /// A number that a spreadsheet shortened, `4.57E+12`, which may be that of many.
        case shortened
        case empty
        case tooLong
        case controlCharacter
        case badEmail
    }

    /// A pattern of the operator that is no regular expression.
    package struct BadPattern: Error, Hashable, Sendable {
        package let type: String
        /// Which of that type's patterns, from 0.
        package let index: Int
    }

    /// ISO 3166-1 alpha-2; reads national phone numbers of sources that declare no region.
    package let defaultPhoneRegion: String?
    private let blockedPatterns: [String: [NSRegularExpression]]

    package static let standard = IdentifierNormalizer(phoneRegion: nil)

    private init(phoneRegion: String?) {
        defaultPhoneRegion = phoneRegion
        blockedPatterns = [:]
    }

    /// `blockedPatterns` holds regular expressions per identifier type; a value in which one is found is blocked.
    package init(
        defaultPhoneRegion: String? = nil, blockedPatterns: [String: [String]] = [:]
    ) throws(BadPattern) {
        var compiled: [String: [NSRegularExpression]] = [:]
        for (type, patterns) in blockedPatterns {
            for (index, pattern) in patterns.enumerated() {
                guard let expression = try? NSRegularExpression(pattern: pattern) else {
                    throw BadPattern(type: type, index: index)
                }
                compiled[type, default: []].append(expression)
            }
        }
        self.defaultPhoneRegion = defaultPhoneRegion
        self.blockedPatterns = compiled
    }

    /// `type` is a word of the contract; `region` is that of the source, if it declares one.
    package func outcome(type: String, value: String, region: String? = nil) -> Outcome {
        let text = CleanText.clean(value)
        guard !text.isEmpty else { return .empty }
        guard !CleanText.hasControlCharacter(text) else { return .controlCharacter }
        guard !CleanText.isLonger(text, than: Self.maximumLength) else { return .tooLong }
        guard !BlockedValues.contains(text) else { return .blocked }
        guard !ScientificNotation.isWritten(in: text) else { return .shortened }
        switch type {
        case Identifier.email: return email(text)
        case Identifier.phone: return phone(text, region: region)
        default: return accepted(type, text)
        }
    }

    private func email(_ text: String) -> Outcome {
        guard let email = EmailAddress.normalized(text) else { return .badEmail }
        return UnownedAddresses.contains(email) ? .blocked : accepted(Identifier.email, email)
    }

    private func phone(_ text: String, region: String?) -> Outcome {
        switch PhoneNumbers.reading(text, region: region ?? defaultPhoneRegion) {
        case .callable(let number): accepted(Identifier.phone, number)
        case .uncallable: .uncallable(Identifier(type: Identifier.phone, value: text))
        case .unreadable: .phoneNotRecognised
        }
    }

    /// What a URL or a lookup names: a profile id, or `type:value` normalised as in records; nil when it is neither
    /// or names nobody for certain.
    ///
    /// In a phone value a leading space counts as the plus sign that URL decoding made of it.
    package func reference(_ text: String) -> WireReference? {
        if let id = ProfileID(text) { return .id(id) }
        guard let colon = text.utf8.firstIndex(of: UInt8(ascii: ":")) else { return nil }
        let type = String(text[..<colon])
        var value = String(text[text.utf8.index(after: colon)...])
        guard WordText.isWord(type) else { return nil }
        if type == Identifier.phone, value.hasPrefix(" ") { value = "+" + value.dropFirst() }
        guard case .accepted(let identifier) = outcome(type: type, value: value) else { return nil }
        return .identifier(identifier)
    }

    private func accepted(_ type: String, _ value: String) -> Outcome {
        guard !CleanText.isLonger(value, than: Self.maximumLength) else { return .tooLong }
        return isBlockedByPattern(type, value) ? .blocked : .accepted(Identifier(type: type, value: value))
    }

    private func isBlockedByPattern(_ type: String, _ value: String) -> Bool {
        guard let patterns = blockedPatterns[type] else { return false }
        let whole = NSRange(location: 0, length: value.utf16.count)
        return patterns.contains { $0.firstMatch(in: value, range: whole) != nil }
    }
}
