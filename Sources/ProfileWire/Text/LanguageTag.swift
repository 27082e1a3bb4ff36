/// Language tags by the syntax of BCP 47 (RFC 5646, section 2.1), in the case of section 2.1.1.
package enum LanguageTag {
    /// `en-GB` for `EN_gb`; nil when it is no tag. Underscores are taken for hyphens.
    package static func canonical(_ text: String) -> String? {
        guard text.utf8.count <= 64, CleanText.isASCII(text) else { return nil }
        let subtags = text.lowercased().split(
            omittingEmptySubsequences: false, whereSeparator: { $0 == "-" || $0 == "_" })
        guard subtags.allSatisfy(isSubtag) else { return nil }
        var rest = subtags[...]
        var tag: [String] = []
        if rest.first != "x" {
            guard let language = rest.popFirst(), language.utf8.count >= 2, language.allSatisfy(\.isLetter) else {
                return nil
            }
            tag.append(String(language))
            takeExtendedLanguages(of: language, from: &rest, into: &tag)
            takeScriptAndRegion(from: &rest, into: &tag)
            while let variant = rest.first, isVariant(variant) { tag.append(String(rest.removeFirst())) }
        }
        return takeExtensions(from: &rest, into: &tag) ? tag.joined(separator: "-") : nil
    }

    static let rule = "a BCP 47 tag such as en-GB"

    /// The tag that is meant: by a tag, by a locale of POSIX (`de_DE.UTF-8`), or by the name of a language, in English
    /// or in itself. Nil when the language is none that ISO 639 knows, as with `C`.
    package static func understood(_ text: String) -> String? {
        if let code = LanguageNames.code(for: text) { return code }
        let bare = String(text.prefix { $0 != "." && $0 != "@" })
        guard let tag = canonical(bare) else { return nil }
        let language = tag.prefix { $0 != "-" }
        switch language.utf8.count {
        case 1: return tag
        case 2: return LanguageNames.isCode(String(language)) ? tag : nil
        // The shortest code counts (RFC 5646, section 2.2.1); other languages have none of two letters.
        case 3: return (LanguageNames.code(for: String(language)) ?? String(language)) + tag.dropFirst(3)
        default: return nil
        }
    }

    private static func isSubtag(_ subtag: Substring) -> Bool {
        (1...8).contains(subtag.utf8.count) && subtag.allSatisfy { $0.isLetter || $0.isNumber }
    }

    private static func takeExtendedLanguages(
        of language: Substring, from rest: inout ArraySlice<Substring>, into tag: inout [String]
    ) {
        guard language.utf8.count <= 3 else { return }
        var count = 0
        while count < 3, let next = rest.first, next.utf8.count == 3, next.allSatisfy(\.isLetter) {
            tag.append(String(rest.removeFirst()))
            count += 1
        }
    }

    private static func takeScriptAndRegion(from rest: inout ArraySlice<Substring>, into tag: inout [String]) {
        if let script = rest.first, script.utf8.count == 4, script.allSatisfy(\.isLetter) {
            tag.append(rest.removeFirst().capitalizedFirst)
        }
        if let region = rest.first, isRegion(region) { tag.append(rest.removeFirst().uppercased()) }
    }

    private static func isRegion(_ subtag: Substring) -> Bool {
        switch subtag.utf8.count {
        case 2: subtag.allSatisfy(\.isLetter)
        case 3: subtag.allSatisfy(\.isNumber)
        default: false
        }
    }

    private static func isVariant(_ subtag: Substring) -> Bool {
        subtag.utf8.count >= 5 || (subtag.utf8.count == 4 && subtag.first?.isNumber == true)
    }

    /// Singletons with their subtags, private use last; false when something else is left.
    private static func takeExtensions(from rest: inout ArraySlice<Substring>, into tag: inout [String]) -> Bool {
        while let singleton = rest.popFirst() {
            guard singleton.utf8.count == 1 else { return false }
            tag.append(String(singleton))
            let isPrivate = singleton == "x"
            var count = 0
            while let next = rest.first, isPrivate || next.utf8.count > 1 {
                tag.append(String(next))
                rest.removeFirst()
                count += 1
            }
            guard count > 0 else { return false }
        }
        return true
    }
}

extension Substring {
    fileprivate var capitalizedFirst: String { prefix(1).uppercased() + dropFirst() }
}

/// Languages by their names and their codes.
enum LanguageNames {
    /// The code of ISO 639-1 for a name or for a code of three letters; nil when no language is called so.
    static func code(for text: String) -> String? {
        guard !CleanText.isLonger(text, than: 100) else { return nil }
        return codes[PlainLetters.of(text)]
    }

    /// Whether ISO 639-1 has this code of two letters, or had it.
    static func isCode(_ text: String) -> Bool {
        shortCodes.contains(text) || ["iw", "in", "ji", "sh", "mo", "tl", "bh"].contains(text)
    }

    private static let shortCodes = Set(table.split(separator: "\n").map { String($0.prefix(2)) })

    private static let codes: [String: String] = {
        var codes: [String: String] = [:]
        for line in table.split(separator: "\n") {
            let parts = line.split(separator: " ", maxSplits: 2)
            let code = String(parts[0])
            for long in parts[1].split(separator: "/") { codes[String(long)] = code }
            for name in parts[2].split(separator: "|") { codes[PlainLetters.of(String(name))] = code }
        }
        return codes
    }()
}

/// The languages of ISO 639-1 with their codes of ISO 639-2 and their names, after Unicode CLDR 42: in English and in
/// the language itself, those spoken in Europe and the most common also in German, French, Spanish, Italian, Dutch and
/// Polish.
extension LanguageNames {
    static let table = """
        aa aar Afar
        ab abk Abkhazian
        ae ave Avestan
        af afr Afrikaans
        ak aka Akan
        am amh Amharic|አማርኛ
        an arg Aragonese
        ar ara Arabic|العربية|Arabisch|arabe|arabo|arabski
        as asm Assamese|অসমীয়া
        av ava Avaric
        ay aym Aymara
        az aze Azerbaijani|azərbaycan
        ba bak Bashkir
        be bel Belarusian|беларуская
        bg bul Bulgarian|български|Bulgarisch|bulgare|búlgaro|Bulgaars|bułgarski
        bi bis Bislama
        bm bam Bambara|bamanakan
        bn ben Bangla|বাংলা
        bo bod/tib Tibetan|བོད་སྐད་
        br bre Breton|brezhoneg
        bs bos Bosnian|bosanski
        ca cat Catalan|català|Katalanisch|catalano|Catalaans|kataloński
        ce che Chechen|нохчийн
        ch cha Chamorro
        co cos Corsican
        cr cre Cree
        cs ces/cze Czech|čeština|Tschechisch|tchèque|checo|ceco|Tsjechisch|czeski
        cu chu Church Slavic
        cv chv Chuvash|чӑваш
        cy cym/wel Welsh|Cymraeg|Walisisch|gallois|galés|gallese|walijski
        da dan Danish|dansk|Dänisch|danois|danés|danese|Deens|duński
        de deu/ger German|Deutsch|allemand|alemán|tedesco|Duits|niemiecki
        dv div Divehi
        dz dzo Dzongkha|རྫོང་ཁ
        ee ewe Ewe|Eʋegbe
        el ell/gre Greek|Ελληνικά|Griechisch|grec|griego|greco|Grieks|grecki
        en eng English|Englisch|anglais|inglés|inglese|Engels|angielski
        eo epo Esperanto
        es spa Spanish|español|Castilian|Castellano|Spanisch|espagnol|spagnolo|Spaans|hiszpański
        et est Estonian|eesti|Estnisch|estonien|estonio|estone|Estisch|estoński
        eu eus/baq Basque|euskara|Baskisch|euskera|basco|baskijski
        fa fas/per Persian|فارسی|Farsi|Persisch|persan|persa|persiano|Perzisch|perski
        ff ful Fula|Pulaar
        fi fin Finnish|suomi|Finnisch|finnois|finés|finlandese|Fins|fiński
        fj fij Fijian
        fo fao Faroese|føroyskt
        fr fra/fre French|français|Französisch|francés|francese|Frans|francuski
        fy fry Western Frisian|Frysk
        ga gle Irish|Gaeilge|Irisch|irlandais|irlandés|irlandese|Iers|irlandzki
        gd gla Scottish Gaelic|Gàidhlig
        gl glg Galician|galego|Galicisch|galicien|gallego|galiziano|galicyjski
        gn grn Guarani
        gu guj Gujarati|ગુજરાતી
        gv glv Manx|Gaelg
        ha hau Hausa
        he heb Hebrew|עברית|Hebräisch|hébreu|hebreo|ebraico|Hebreeuws|hebrajski
        hi hin Hindi|हिन्दी
        ho hmo Hiri Motu
        hr hrv Croatian|hrvatski|Kroatisch|croate|croata|croato|chorwacki
        ht hat Haitian Creole
        hu hun Hungarian|magyar|Ungarisch|hongrois|húngaro|ungherese|Hongaars|węgierski
        hy hye/arm Armenian|հայերեն
        hz her Herero
        ia ina Interlingua
        id ind Indonesian|Indonesia|Indonesisch|indonésien|indonesio|indonesiano|indonezyjski
        ie ile Interlingue
        ig ibo Igbo
        ii iii Sichuan Yi|ꆈꌠꉙ
        ik ipk Inupiaq
        io ido Ido
        is isl/ice Icelandic|íslenska|Isländisch|islandais|islandés|islandese|IJslands|islandzki
        it ita Italian|italiano|Italienisch|italien|Italiaans|włoski
        iu iku Inuktitut
        ja jpn Japanese|日本語|Japanisch|japonais|japonés|giapponese|Japans|japoński
        jv jav Javanese|Jawa
        ka kat/geo Georgian|ქართული
        kg kon Kongo
        ki kik Kikuyu|Gikuyu
        kj kua Kuanyama
        kk kaz Kazakh|қазақ тілі
        kl kal Kalaallisut
        km khm Khmer|ខ្មែរ
        kn kan Kannada|ಕನ್ನಡ
        ko kor Korean|한국어|Koreanisch|coréen|coreano|Koreaans|koreański
        kr kau Kanuri
        ks kas Kashmiri|کٲشُر
        ku kur Kurdish|kurdî
        kv kom Komi
        kw cor Cornish|kernewek
        ky kir Kyrgyz|кыргызча
        la lat Latin
        lb ltz Luxembourgish|Lëtzebuergesch|Letzeburgesch|Luxemburgisch|luxembourgeois|luxemburgués|lussemburghese
        lb ltz Luxemburgs|luksemburski
        lg lug Ganda|Luganda
        li lim Limburgish
        ln lin Lingala
        lo lao Lao|ລາວ
        lt lit Lithuanian|lietuvių|Litauisch|lituanien|lituano|Litouws|litewski
        lu lub Luba-Katanga|Tshiluba
        lv lav Latvian|latviešu|Lettisch|letton|letón|lettone|Lets|łotewski
        mg mlg Malagasy
        mh mah Marshallese
        mi mri/mao Māori
        mk mkd/mac Macedonian|македонски|Mazedonisch|macédonien|macedonio|macedone|Macedonisch|macedoński
        ml mal Malayalam|മലയാളം
        mn mon Mongolian|монгол
        mr mar Marathi|मराठी
        ms msa/may Malay|Melayu|Malaiisch|malais|malayo|malese|Maleis|malajski
        mt mlt Maltese|Malti|Maltesisch|maltais|maltés|Maltees|maltański
        my mya/bur Burmese|မြန်မာ
        na nau Nauru
        nb nob Norwegian Bokmål|norsk bokmål|Bokmål|Norwegisch (Bokmål)|norvégien bokmål|noruego bokmal
        nb nob norvegese bokmål|Noors - Bokmål|norweski (bokmål)
        nd nde North Ndebele|isiNdebele
        ne nep Nepali|नेपाली
        ng ndo Ndonga
        nl nld/dut Dutch|Nederlands|Flemish|Vlaams|Flämisch|Niederländisch|néerlandais|neerlandés|olandese
        nl nld/dut niderlandzki
        nn nno Norwegian Nynorsk|norsk nynorsk|Norwegisch (Nynorsk)|norvégien nynorsk|noruego nynorsk
        nn nno norvegese nynorsk|Noors - Nynorsk|norweski (nynorsk)
        no nor Norwegian|norsk|Norwegisch|norvégien|noruego|norvegese|Noors|norweski
        nr nbl South Ndebele
        nv nav Navajo
        ny nya Nyanja
        oc oci Occitan
        oj oji Ojibwa
        om orm Oromo|Oromoo
        or ori Odia|ଓଡ଼ିଆ
        os oss Ossetic|ирон
        pa pan Punjabi|ਪੰਜਾਬੀ
        pi pli Pali
        pl pol Polish|polski|Polnisch|polonais|polaco|polacco|Pools
        ps pus Pashto|پښتو
        pt por Portuguese|português|Portugiesisch|portugais|portoghese|Portugees|portugalski
        qu que Quechua|Runasimi
        rm roh Romansh|rumantsch
        rn run Rundi|Ikirundi
        ro ron/rum Romanian|română|Moldavian|Rumänisch|roumain|rumano|rumeno|Roemeens|rumuński
        ru rus Russian|русский|Russisch|russe|ruso|russo|rosyjski
        rw kin Kinyarwanda
        sa san Sanskrit|संस्कृत भाषा
        sc srd Sardinian|sardu
        sd snd Sindhi|سنڌي
        se sme Northern Sami|davvisámegiella
        sg sag Sango
        si sin Sinhala|සිංහල
        sk slk/slo Slovak|slovenčina|Slowakisch|slovaque|eslovaco|slovacco|Slowaaks|słowacki
        sl slv Slovenian|slovenščina|Slowenisch|slovène|esloveno|sloveno|Sloveens|słoweński
        sm smo Samoan
        sn sna Shona|chiShona
        so som Somali|Soomaali
        sq sqi/alb Albanian|shqip|Albanisch|albanais|albanés|albanese|Albanees|albański
        sr srp Serbian|српски|Srpski|Serbisch|serbe|serbio|serbo|Servisch|serbski
        ss ssw Swati
        st sot Southern Sotho
        su sun Sundanese|Basa Sunda
        sv swe Swedish|svenska|Schwedisch|suédois|sueco|svedese|Zweeds|szwedzki
        sw swa Swahili|Kiswahili
        ta tam Tamil|தமிழ்
        te tel Telugu|తెలుగు
        tg tgk Tajik|тоҷикӣ
        th tha Thai|ไทย|Thailändisch|tailandés|thailandese|tajski
        ti tir Tigrinya|ትግርኛ
        tk tuk Turkmen|türkmen dili
        tn tsn Tswana
        to ton Tongan|lea fakatonga
        tr tur Turkish|Türkçe|Türkisch|turc|turco|Turks|turecki
        ts tso Tsonga
        tt tat Tatar|татар
        tw twi Twi
        ty tah Tahitian
        ug uig Uyghur|ئۇيغۇرچە
        uk ukr Ukrainian|українська|Ukrainisch|ukrainien|ucraniano|ucraino|Oekraïens|ukraiński
        ur urd Urdu|اردو|ourdou
        uz uzb Uzbek|o‘zbek
        ve ven Venda
        vi vie Vietnamese|Tiếng Việt|Vietnamesisch|vietnamien|vietnamita|Vietnamees|wietnamski
        vo vol Volapük
        wa wln Walloon
        wo wol Wolof
        xh xho Xhosa|IsiXhosa
        yi yid Yiddish|ייִדיש
        yo yor Yoruba|Èdè Yorùbá
        za zha Zhuang
        zh zho/chi Chinese|中文|Mandarin|Chinesisch|chinois|chino|cinese|Chinees|chiński
        zu zul Zulu|isiZulu
        """
}
