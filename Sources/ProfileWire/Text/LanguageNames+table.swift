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
