import ProfileCore
import Testing

@testable import ProfileWire

struct IdentifierNormalizerTests {
    private let normalizer = IdentifierNormalizer.standard

    @Test(arguments: [
        (" Jane.Doe@Example.COM ", "jane.doe@example.com"), ("a@bücher.example", "a@xn--bcher-kva.example"),
        ("A@BÜCHER.example.", "a@xn--bcher-kva.example"), ("a@faß.de", "a@xn--fa-hia.de"),
        ("JOSE\u{301}@example.com", "jos\u{e9}@example.com"), ("Ｊane@example.com", "jane@example.com"),
        ("o'neil+tag@example.com", "o'neil+tag@example.com"),
    ])
    func bringsEmailsIntoOneForm(_ text: String, _ email: String) {
        guard case .accepted(let identifier) = normalizer.outcome(type: "email", value: text) else {
            Issue.record("\(text)")
            return
        }
        #expect(Array(identifier.value.utf8) == Array(email.utf8))
        #expect(normalizer.outcome(type: "email", value: identifier.value) == .accepted(identifier))
    }

    @Test(arguments: [
        "jane", "jane@", "@example.com", "a@b@c.com", "a b@c.com", "a@b..c", "a@.com", "x@a\u{FF20}b.com",
        ".a@b.com", "a.@b.com", "a..b@b.com", "a@-b.com", "a@b-.com", "a@b_c.com", "a@b.com/x", "a@127.0.0.1",
        "a@[127.0.0.1]", "a@b.com; c@d.com", "a@b.com c@d.com", "<a@b.com> <c@d.com>", "\"a b\"@c.com", "a(b)@c.com",
        "a\u{200B}b@c.com", "a,b@c.com", "mailto:", "Jane <jane>",
        "\(String(repeating: "a", count: 65))@b.com", "a@\(String(repeating: "b", count: 64)).com",
    ])
    func refusesWhatIsNoEmail(_ text: String) {
        #expect(normalizer.outcome(type: "email", value: text) == .badEmail)
    }

    @Test(
        "Takes off what mail programs put around an address",
        arguments: [
            "<jo@b.example>", "Jo Roe <jo@b.example>", "\"Roe, Jo\" <jo@b.example>;", "Jo<jo@b.example>",
            "mailto:jo@b.example", "MAILTO:Jo@b.example?subject=Hi", "SMTP:jo@b.example", "jo@b.example;",
            "jo@b.example,",
            "'jo@b.example'", "'jo@b.example", "\"jo@b.example\"", "jo@b.example>", "(jo@b.example)", "[jo@b.example]",
            "jo@b.example (work)", "E-Mail: jo@b.example", "Jo <mailto:jo@b.example>", "jo@b.example.",
        ])
    func unwrapsEmails(_ text: String) {
        #expect(
            normalizer.outcome(type: "email", value: text)
                == .accepted(Identifier(type: "email", value: "jo@b.example")))
    }

    @Test(
        "Addresses of machines lead to nobody",
        arguments: [
            "no-reply@shop.example", "NoReply@shop.example", "noreply+123@shop.example", "do_not_reply@shop.example",
            "donotreply-7@shop.example", "orders-noreply@shop.example", "mailer-daemon@mail.example",
            "Postmaster@mail.example", "bounces+1-jane=x.example@mail.example", "ne-pas-repondre@boutique.example",
            "none@none.com", "null@null.null", "n/a@shop.example", "no-respond@shop.example",
            "DoNotRespond@shop.example", "nao-responda@loja.example", "anonymous@shop.example", "jo@shop.invalid",
            "jo@invalid",
        ])
    func blocksAddressesOfNobody(_ value: String) {
        #expect(normalizer.outcome(type: "email", value: value) == .blocked)
    }

    @Test(
        "Addresses of people who are called strangely do not",
        arguments: [
            "null@example.com", "rene.ply@b.com", "bruno.respondek@b.com", "bounce.house@b.com", "o'neil@none.com",
            "nan@b.com", "id@b.com",
        ])
    func takesStrangeAddresses(_ value: String) {
        #expect(normalizer.outcome(type: "email", value: value).isAccepted)
    }

    @Test(
        "A number that nobody can be called at is kept and leads nowhere",
        arguments: [
            "+1 000 000 0000", "+1 222 222 2222", "+1 (999) 999-9999", "+44 1234", "+1 987 654 3210", "+49 171 1234567",
            "+49 30 111111", "650-253-0015 or 650-253-0016", "+266696687", "7378742833", "+86282452253", "+1 555 0100",
            "8656696",
        ])
    func keepsUncallableNumbers(_ text: String) {
        #expect(
            normalizer.outcome(type: "phone", value: text, region: "US")
                == .uncallable(Identifier(type: "phone", value: text)))
        #expect(normalizer.reference("phone:" + text) == nil)
    }

    @Test("No phone number is as long as that", arguments: [90, 200, 250])
    func boundsPhones(_ length: Int) {
        for digit in ["1", "-", "+4 "] {
            let text = String(repeating: digit, count: length / digit.count)
            #expect(PhoneNumbers.reading(text, region: "DE") == .unreadable)
        }
    }

    @Test(
        arguments: [
            ("020 7946 0018", "GB", "+442079460018"), ("+44 (0)20 7946-0018", nil, "+442079460018"),
            ("0044 20 7946 0018", "DE", "+442079460018"), ("0171 9876123", "DE", "+491719876123"),
            ("02 1357 5678", "IT", "+390213575678"),
            // No such number is assigned, but plans grow faster than their descriptions.
            ("+1 555 867 5309", "US", "+15558675309"), ("+49 1", "DE", nil), ("ask at the desk", "DE", nil),
            // An extension makes another number.
            ("+1 650 253 0015 x136", nil, "+16502530015;ext=136"),
            ("650-253-0015 ext. 137", "US", "+16502530015;ext=137"),
            ("tel:+1-650-253-0015;ext=136", "DE", "+16502530015;ext=136"),
            // Words behind a number are no keys of a telephone.
            ("030 901820 (dienstl.)", "DE", "+4930901820"), ("650-253-0015 work", "US", "+16502530015"),
            ("030 901820 App. 136", "DE", "+4930901820;ext=136"), ("030 901820 DW 136", "DE", "+4930901820;ext=136"),
            ("01 58 58 00 00 poste 12", "FR", "+33158580000;ext=12"), ("0800 REISEN 1", "DE", "+498007347361"),
            // With the country in front, but without a plus sign.
            ("49 234 5551020", "DE", "+492345551020"), ("1 650 253 0015", "DE", "+16502530015"),
            ("44 20 7946 0018", "GB", "+442079460018"), ("0049 234 5551020", nil, "+492345551020"),
            ("234 5551020", "DE", "+492345551020"), ("347 1239876", "IT", "+393471239876"), ("2025550123", nil, nil),
        ] as [(String, String?, String?)])
    func bringsPhonesIntoE164(_ text: String, _ region: String?, _ phone: String?) {
        let expected: IdentifierNormalizer.Outcome =
            phone.map { .accepted(Identifier(type: "phone", value: $0)) } ?? .phoneNotRecognised
        #expect(normalizer.outcome(type: "phone", value: text, region: region) == expected)
        if let phone { #expect(normalizer.outcome(type: "phone", value: phone) == expected) }
    }

    @Test func aNationalNumberNeedsARegion() throws {
        #expect(normalizer.outcome(type: "phone", value: "020 7946 0018") == .phoneNotRecognised)
        let british = try IdentifierNormalizer(defaultPhoneRegion: "GB")
        #expect(
            british.outcome(type: "phone", value: "020 7946 0018")
                == .accepted(Identifier(type: "phone", value: "+442079460018")))
        #expect(PhoneNumbers.knows(region: "GB") && !PhoneNumbers.knows(region: "XX"))
    }

    @Test func answersAlikeOnManyThreads() async {
        let texts = (0..<400).map { "020 7946 \(1000 + $0 % 100)" }
        let answers = await withTaskGroup(of: [String?].self) { group in
            for _ in 0..<8 {
                group.addTask { texts.map { PhoneNumbers.e164($0, region: "GB") } }
            }
            return await group.reduce(into: []) { $0.append($1) }
        }
        let expected = texts.map { Optional("+44" + $0.dropFirst().filter { $0 != " " }) }
        #expect(answers == Array(repeating: expected, count: 8))
    }

    @Test func comparesIDsAsNFCBytes() {
        let composed = normalizer.outcome(type: "crm", value: "caf\u{e9}")
        guard case .accepted(let one) = normalizer.outcome(type: "crm", value: " cafe\u{301}\u{FEFF}") else {
            Issue.record("not accepted")
            return
        }
        #expect(composed == .accepted(one))
        #expect(Array(one.value.utf8) == Array("caf\u{e9}".utf8))
    }

    @Test func normalisingTwiceChangesNothing() {
        var random = SeededGenerator(seed: 99)
        let alphabet = Array("aZ09.@-+ ßİıΣςé\u{301}ü。Ａ＠字").map(String.init)
        for _ in 0..<3_000 {
            let text = (0..<random.below(14)).map { _ in random.pick(alphabet) }.joined()
            for type in ["email", "crm", "phone"] {
                guard case .accepted(let once) = normalizer.outcome(type: type, value: text, region: "DE") else {
                    continue
                }
                let twice = normalizer.outcome(type: type, value: once.value, region: "DE")
                #expect(twice == .accepted(once) || twice == .blocked, "\(type) \(text)")
                guard case .accepted(let again) = twice else { continue }
                #expect(Array(again.value.utf8) == Array(once.value.utf8), "\(type) \(text)")
            }
        }
    }

    @Test func refusesBadTexts() {
        #expect(normalizer.outcome(type: "crm", value: " \u{3000} ") == .empty)
        #expect(normalizer.outcome(type: "crm", value: "a\u{0}b") == .controlCharacter)
        #expect(normalizer.outcome(type: "crm", value: "a\u{85}b\u{9f}c") == .controlCharacter)
        #expect(normalizer.outcome(type: "crm", value: String(repeating: "a", count: 256)) == .tooLong)
        #expect(normalizer.outcome(type: "crm", value: String(repeating: "a", count: 255)).isAccepted)
    }

    @Test(arguments: [
        "0", "000-000", "-", "-1", "null", "none", "None", "NaN", "anonymous", "ANONYMOUS", "Guest", "distinct_id",
        "ID", "Email", "undefined", "TRUE", "[object Object]", "\"null\"", "'Anonymous'", "''", "\" \"", "'0'", "NULL",
        "Null", "nan", "NONE", "n/a", "N/A", "#N/A", "(null)", "<NULL>", "nil", "Unknown", "(not set)", "not_set", "?",
        "--", "–", "...", "0.0", "\\N", "#REF!", "#NULL!", "null null", "not available", "\"\"", "#NV", "#WERT!",
        "#BEZUG!", "#VALEUR!", "#N/A N/A", "#SPILL!", "k.A.", "NaT", "(Leer)", "pd.NA", "inconnu", "Desconocido",
        "(sconosciuto)", "onbekend", "nieznany", "Gast", "ＮＵＬＬ", "\\\\N", "ffffffff-ffff-ffff-ffff-ffffffffffff",
    ])
    func blocksJunk(_ value: String) {
        #expect(BlockedValues.contains(value))
        #expect(normalizer.outcome(type: "email", value: value) == .blocked)
        #expect(normalizer.reference("crm:\(value)") == nil)
    }

    @Test(arguments: [
        "1", "-2", "0a", "guest1", "id7", "anonymous@x.de", "Nulla", "N", "name", "ref", "value", "10-00", "unknown-2",
        "nullermann", "a-1", "日本", "Nat", "nv", "ka", "wert", "ffffffff",
    ])
    func blocksNoMore(_ value: String) {
        #expect(!BlockedValues.contains(value))
    }

    @Test(
        "A number that a spreadsheet shortened may be that of many",
        arguments: [
            "4.57E+12", "4,57E+12", "1.5e15", "5E+14", "4.57 E+12", "4.57E 12", "4.57E–12", "4.57 × 10^12",
            "４.５７E+12",
        ])
    func leavesOutShortenedNumbers(_ value: String) {
        for type in ["crm", "phone"] { #expect(normalizer.outcome(type: type, value: value) == .shortened) }
        #expect(normalizer.outcome(type: "crm", value: "1E5").isAccepted)
    }

    @Test func blocksTheOperatorsPatterns() throws {
        let own = try IdentifierNormalizer(blockedPatterns: ["email": ["^noreply@", "@example\\.test$"]])
        #expect(own.outcome(type: "email", value: "NoReply@shop.com") == .blocked)
        #expect(own.outcome(type: "email", value: "jane@Example.TEST") == .blocked)
        #expect(own.outcome(type: "crm", value: "noreply@shop.com").isAccepted)
        #expect(throws: IdentifierNormalizer.BadPattern(type: "crm", index: 1)) {
            try IdentifierNormalizer(blockedPatterns: ["crm": ["a", "("]])
        }
    }

    @Test func readsReferences() {
        let id = ProfileID(high: 1, low: 2)
        #expect(normalizer.reference(id.description) == .id(id))
        #expect(
            normalizer.reference("email:Jane@Example.com")
                == .identifier(Identifier(type: "email", value: "jane@example.com")))
        // A plus sign that URL decoding turned into a space.
        #expect(
            normalizer.reference("phone: 442079460018")
                == .identifier(Identifier(type: "phone", value: "+442079460018")))
        #expect(normalizer.reference("crm:a:b") == .identifier(Identifier(type: "crm", value: "a:b")))
        #expect(
            ["", "crm", "crm:", ":x", "CRM:1", "email:jane", "phone:x", "prf_1", "a b:c"].allSatisfy {
                normalizer.reference($0) == nil
            })
    }
}

extension IdentifierNormalizer.Outcome {
    fileprivate var isAccepted: Bool {
        if case .accepted = self { true } else { false }
    }
}
