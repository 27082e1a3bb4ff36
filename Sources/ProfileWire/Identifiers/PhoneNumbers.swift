import CPhoneNumbers

/// Phone numbers as libphonenumber reads them, and which of them lead to somebody.
package enum PhoneNumbers {
    package enum Reading: Hashable, Sendable {
        /// `+442079460018`, or with an extension `+442079460018;ext=136` (RFC 3966), which is another number.
        case callable(String)
        /// A number, but not one that anybody could be called at: too short, a placeholder, or the code of a caller who
        /// withheld theirs.
        case uncallable
        case unreadable
    }

    /// Longer texts are no phone numbers, whatever they hold: 15 digits, an extension and what people put between.
    private static let maximumLength = 48
    private static let maximumDigits = 30

    /// `region` (ISO 3166-1) reads national forms.
    package static func reading(_ text: String, region: String?) -> Reading {
        guard !CleanText.isLonger(text, than: maximumLength), mayBeNumber(text) else { return .unreadable }
        guard !WithheldNumbers.contains(text) else { return .uncallable }
        return PhoneAnswers.shared.answer(to: PhoneQuestion(text: text, region: region), else: parse)
    }

    /// The number that can be called, nil when the text is none.
    package static func e164(_ text: String, region: String?) -> String? {
        if case .callable(let number) = reading(text, region: region) { number } else { nil }
    }

    /// Whether national numbers of this region can be read.
    package static func knows(region: String) -> Bool {
        clientele_phone_knows_region(region) != 0
    }

    /// Whether the text is worth the regular expressions of libphonenumber; digits may be those of any script.
    private static func mayBeNumber(_ text: String) -> Bool {
        if CleanText.isASCII(text) {
            return (2...maximumDigits).contains(text.utf8.count(where: { $0 &- UInt8(ascii: "0") < 10 }))
        }
        let digits = text.unicodeScalars.count(where: { $0.properties.generalCategory == .decimalNumber })
        return (2...maximumDigits).contains(digits)
    }

    private static func parse(_ question: PhoneQuestion) -> Reading {
        var phone = clientele_phone()
        guard clientele_phone_read(question.text, question.text.utf8.count, question.region, &phone) != 0 else {
            return .unreadable
        }
        let number = text(phone.e164, length: phone.e164_length)
        let national = number.utf8.dropFirst(1 + Int(phone.country_code_length))
        guard phone.is_possible != 0, !isPlaceholder(national, of: number) else { return .uncallable }
        guard phone.extension_length > 0 else { return .callable(number) }
        return .callable(number + ";ext=" + text(phone.extension, length: phone.extension_length))
    }

    /// Whether all digits of the national number, or of its subscriber, are typed to get past a form.
    private static func isPlaceholder(_ national: Substring.UTF8View, of number: String) -> Bool {
        guard DialledPlaceholder.ends(national) else { return false }
        let area = clientele_phone_destination_code_length(number, number.utf8.count)
        return DialledPlaceholder.isOne(national) || DialledPlaceholder.isOne(national.dropFirst(Int(area)))
    }

    private static func text(_ characters: some Any, length: Int32) -> String {
        withUnsafeBytes(of: characters) { String(decoding: $0.prefix(Int(length)), as: UTF8.self) }
    }
}
