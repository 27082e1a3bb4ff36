import CPhoneNumbers
import Synchronization

/// Phone numbers in E.164, by libphonenumber.
package enum PhoneNumbers {
    /// Longer texts are no phone numbers, whatever they hold.
    private static let maximumLength = 250

    /// `+442079460018`; nil when the text is no phone number. `region` (ISO 3166-1) reads national forms.
    package static func e164(_ text: String, region: String?) -> String? {
        guard text.utf8.count <= maximumLength else { return nil }
        let question = PhoneQuestion(text: text, region: region)
        return PhoneAnswers.shared.answer(to: question, else: parse)
    }

    /// Whether national numbers of this region can be read.
    package static func knows(region: String) -> Bool {
        clientele_phone_knows_region(region) != 0
    }

    private static func parse(_ question: PhoneQuestion) -> String? {
        withUnsafeTemporaryAllocation(of: CChar.self, capacity: 64) { buffer in
            let length = clientele_phone_e164(
                question.text, question.text.utf8.count, question.region, buffer.baseAddress, buffer.count)
            guard length > 0 else { return nil }
            return String(decoding: buffer[..<Int(length)].lazy.map(UInt8.init(bitPattern:)), as: UTF8.self)
        }
    }
}
