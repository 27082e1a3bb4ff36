import ProfileCore
import Testing

@Suite struct GreetingTests {
    @Test(
        arguments: [
            ("Ms", "Jane", "Doe", "en-GB", "Ms Doe"),
            ("Frau", "Jana", "Doe", "de", "Frau Doe"),
            ("úr", "István", "Nagy", "hu-HU", "Nagy úr"),
            ("Dr.", "István", "Nagy", "hu", "Dr. Nagy"),
            ("様", "太郎", "田中", "ja", "田中様"),
            ("さん", "太郎", "田中", "ja-JP", "田中さん"),
            ("-san", "Taro", "Tanaka", "ja", "Tanaka-san"),
            ("Mr", "Taro", "Tanaka", "ja", "Mr Tanaka"),
            ("先生", "伟", "王", "zh-Hans", "王先生"),
            ("님", "민준", "김", "ko", "김 님"),
            ("Ông", "Minh", "Nguyễn", "vi", "Ông Nguyễn"),
            ("Ms", nil, "Doe", nil, "Ms Doe"),
            (nil, "Jane", "Doe", "en", "Jane"),
            ("Ms", "Jane", nil, "en", "Jane"),
            ("Ms", nil, nil, "en", nil),
            (nil, nil, "Doe", "en", nil),
        ] as [(String?, String?, String?, String?, String?)])
    func followsTheLanguage(
        salutation: String?, given: String?, family: String?, language: String?, expected: String?
    ) {
        let text = Greeting.text(salutation: salutation, givenName: given, familyName: family, language: language)
        #expect(text == expected)
    }

    @Test(arguments: ["-", ".", "?", "--", "…", "0"])
    func aNameWithoutALetterIsNone(name: String) {
        var sample = ProfileSample()
        sample.customer("shop", at: .utc(2026, 1, 1)) {
            ($0.salutation, $0.familyName) = ("Ms", name)
        }
        #expect(sample.profile(at: .utc(2026, 2, 1)).person.greeting == nil)
        sample.customer("crm", at: .utc(2025, 1, 1)) {
            ($0.givenName, $0.familyName) = ("Nora", "Hartmann")
        }
        #expect(sample.profile(at: .utc(2026, 2, 1)).person.greeting == "Ms Hartmann")
        #expect(sample.profile(at: .utc(2026, 2, 1)).person.familyName == "Hartmann")
    }

    @Test(arguments: ["n/a", "Unknown", "N.N.", "unbekannt", "#N/A"])
    func aWordForNothingIsNeitherNameNorSalutation(word: String) {
        #expect(greeting(word, "Nora", "Hartmann") == "Nora")
        #expect(greeting("Ms", "Nora", word) == "Nora")
        #expect(greeting(nil, word, nil) == nil)
        #expect(greeting("Ms", nil, "Null") == "Ms Null")
    }

    private func greeting(_ salutation: String?, _ given: String?, _ family: String?) -> String? {
        var sample = ProfileSample()
        sample.customer("shop", at: .utc(2026, 1, 1)) {
            ($0.salutation, $0.givenName, $0.familyName) = (salutation, given, family)
        }
        return sample.profile(at: .utc(2026, 2, 1)).person.greeting
    }
}
