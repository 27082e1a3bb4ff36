import CPhoneNumbers
import Synchronization

/// Phone numbers as libphonenumber reads them, and which of them identify a person.
package enum PhoneNumbers {
    package enum Reading: Hashable, Sendable {
        /// `+442079460018`, or with an extension `+442079460018;ext=136` (RFC 3966), which is another number.
        case callable(String)
        /// A number, but not one that anybody could be called at: too short, a placeholder, or the code of a caller who
        /// withheld theirs.
        case uncallable
        case unreadable
    }

    /// Longer texts are no phone numbers: 15 digits, an extension and separators fit in.
    private static let maximumLength = 48
    private static let maximumDigits = 30

    /// `region` (ISO 3166-1) reads national forms.
    package static func reading(_ text: String, region: String?) -> Reading {
        guard !CleanText.isLonger(text, than: maximumLength), mayBeNumber(text) else { return .unreadable }
        guard !WithheldNumbers.contains(text) else { return .uncallable }
        return PhoneAnswers.shared.answer(to: PhoneQuestion(text: text, region: region), else: parse)
    }

    /// Letters are keys of a telephone only where the number is none without them: `0800 REISEN 1`.
    private static func parse(_ question: PhoneQuestion) -> Reading {
        guard let remark = PhoneRemark(question.text) else { return parsePlain(question) }
        let bare = PhoneQuestion(text: remark.number, region: question.region)
        guard case .callable(let number) = parsePlain(bare), !number.utf8.contains(UInt8(ascii: ";")) else {
            return parsePlain(question)
        }
        switch remark.meaning {
        case .words: return .callable(number)
        case .extension(let digits): return .callable(number + ";ext=" + digits)
        case .unknown: return .uncallable
        }
    }

    /// The number that can be called, nil when the text is none.
    package static func e164(_ text: String, region: String?) -> String? {
        if case .callable(let number) = reading(text, region: region) { number } else { nil }
    }

    /// Whether national numbers of this region can be read.
    package static func knows(region: String) -> Bool { callingCode(of: region) != nil }

    /// The digits of the country that come before national numbers of a region.
    package static func callingCode(of region: String) -> String? {
        let code = clientele_phone_calling_code(region)
        return code > 0 ? String(code) : nil
    }

    /// Whether the text is worth the regular expressions of libphonenumber; digits may be those of any script.
    private static func mayBeNumber(_ text: String) -> Bool {
        if CleanText.isASCII(text) {
            return (2...maximumDigits).contains(text.utf8.count(where: { $0 &- UInt8(ascii: "0") < 10 }))
        }
        let digits = text.unicodeScalars.count(where: { $0.properties.generalCategory == .decimalNumber })
        return (2...maximumDigits).contains(digits)
    }

    private static func parsePlain(_ question: PhoneQuestion) -> Reading {
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

/// Words behind a number, which libphonenumber would type on the keys of a telephone: `030 901820 (dienstl.)`.
struct PhoneRemark {
    enum Meaning: Hashable {
        case words
        case `extension`(String)
        /// Other digits: nobody can tell which number is meant.
        case unknown
    }

    /// Fewer digits may be those in front of a number in letters, `0800 REISEN 1`.
    private static let leastDigits = 7
    private static let longestExtension = 7

    /// What libphonenumber takes for an extension by itself.
    private static let known: Set<String> = [
        "anexo", "ext", "extension", "extensión", "extn", "int", "x", "xt", "xtn", "доб",
    ]
    private static let extensions: Set<String> = [
        "app", "apparat", "durchwahl", "dw", "ex", "extensao", "extensão", "interior", "intern", "interne", "interno",
        "kl", "klappe", "nebenstelle", "nst", "poste", "ramal", "toestel", "tst", "wew", "wewn", "wewnętrzny",
    ]

    let number: String
    let meaning: Meaning

    /// Nil when there is none.
    init?(_ text: String) {
        guard let first = text.firstIndex(where: \.isLetter) else { return nil }
        let head = text[..<first]
        guard head.last.map({ !$0.isWholeNumber }) ?? false, head.count(where: \.isWholeNumber) >= Self.leastDigits
        else { return nil }
        let tail = text[first...]
        let word = tail.prefix(while: \.isLetter).lowercased()
        guard !Self.known.contains(word) else { return nil }
        number = String(head)
        let digits = tail.filter(\.isWholeNumber)
        meaning =
            if digits.isEmpty { .words } else if Self.extensions.contains(word), Self.isOneRun(tail, digits) {
                .extension(digits)
            } else { .unknown }
    }

    /// Whether the digits stand together, and are no more than an extension has.
    private static func isOneRun(_ tail: Substring, _ digits: String) -> Bool {
        digits.count <= longestExtension && digits.allSatisfy(\.isASCII) && tail.contains(digits)
    }
}

struct PhoneQuestion: Hashable, Sendable {
    let text: String
    let region: String?
}

/// Remembers what libphonenumber said, because each answer costs it several regular expressions under one lock.
///
/// Bounded: a full shard forgets everything, which is simple and, for a cache this size, as good as order of use; and
/// no question is longer than a phone number may be.
final class PhoneAnswers: Sendable {
    static let shared = PhoneAnswers()

    private static let answersPerShard = 2048
    private let shards = (0..<16).map { _ in Shard() }

    private final class Shard: Sendable {
        let answers = Mutex<[PhoneQuestion: PhoneNumbers.Reading]>([:])
    }

    func answer(
        to question: PhoneQuestion, else find: (PhoneQuestion) -> PhoneNumbers.Reading
    ) -> PhoneNumbers.Reading {
        let shard = shards[question.hashValue & 15]
        if let known = shard.answers.withLock({ $0[question] }) { return known }
        let found = find(question)
        shard.answers.withLock { answers in
            if answers.count >= Self.answersPerShard { answers.removeAll(keepingCapacity: true) }
            answers[question] = found
        }
        return found
    }
}

/// Digits that people type to get past a form.
enum DialledPlaceholder {
    /// Fewer digits that repeat or run are found in numbers of real people too often.
    private static let leastDigits = 6

    /// Whether digits at the end are such, so that all may be.
    static func ends(_ digits: Substring.UTF8View) -> Bool {
        isOne(digits.suffix(leastDigits))
    }

    /// Whether all digits are the same, or each is the one before plus or minus one: `000000`, `1234567890`, `987654`.
    static func isOne(_ digits: Substring.UTF8View) -> Bool {
        guard digits.count >= leastDigits else { return false }
        return (-1...1).contains { step in
            zip(digits, digits.dropFirst()).allSatisfy { (Int($1) - Int($0) - step) % 10 == 0 }
        }
    }
}

/// What telephone systems send as the number of a caller who withholds theirs: a word, typed on the keys of a phone.
enum WithheldNumbers {
    private static let words = [
        "anonymous", "blocked", "nocallerid", "outofarea", "payphone", "private", "privatecaller", "privatenumber",
        "restricted", "unavailable", "unknown", "unknowncaller", "withheld",
    ]

    private static let codes = Set(words.map { String(decoding: $0.utf8.map(key), as: UTF8.self) })
    private static let lengths = (codes.map(\.utf8.count).min() ?? 0)...(codes.map(\.utf8.count).max() ?? 0)

    /// Whether the digits of the text, wherever it may have a plus sign or spaces, are one of the codes.
    static func contains(_ text: String) -> Bool {
        let digits = text.utf8.filter { $0 &- UInt8(ascii: "0") < 10 }
        return lengths.contains(digits.count) && codes.contains(String(decoding: digits, as: UTF8.self))
    }

    /// The key of a telephone (ITU-T E.161) that bears a small letter.
    private static func key(_ letter: UInt8) -> UInt8 {
        Array("22233344455566677778889999".utf8)[Int(letter - UInt8(ascii: "a"))]
    }
}
