/// The officially assigned codes of ISO 3166-1 alpha-2, and XK, which everybody uses for Kosovo.
package enum CountryCode {
    /// The code in capitals; nil when it is not assigned.
    package static func canonical(_ text: String) -> String? {
        if codes.contains(text) { return text }
        let upper = text.uppercased()
        return codes.contains(upper) ? upper : nil
    }

    /// The code of the country that is meant: by a code in any case, by one that is used in its place (`UK`, `EL`), by
    /// one of three letters, or by a name in English, in the country's own language or in another of many.
    package static func understood(_ text: String) -> String? {
        canonical(text) ?? substitutes[text.uppercased()] ?? CountryNames.code(for: text)
    }

    /// Codes that the European Union writes for Britain and Greece.
    private static let substitutes = ["UK": "GB", "EL": "GR"]

    private static let codes = Set(CountryNames.table.split(separator: "\n").map { String($0.prefix(2)) })
}

/// Countries by their names and their codes of three letters.
enum CountryNames {
    /// The code of two letters; nil when no country is called so.
    static func code(for text: String) -> String? {
        guard !CleanText.isLonger(text, than: 100) else { return nil }
        return codes[PlainLetters.of(text)]
    }

    private static let codes: [String: String] = {
        var codes: [String: String] = [:]
        for line in table.split(separator: "\n") {
            let code = String(line.prefix(2))
            codes[line.dropFirst(3).prefix(3).lowercased()] = code
            for name in line.dropFirst(7).split(separator: "|") { codes[PlainLetters.of(String(name))] = code }
        }
        return codes
    }()
}

/// Names in English, German, French, Spanish, Italian, Dutch, Polish, Portuguese and the language of the country, after
/// Unicode CLDR 42; official English names after ISO 3166-1. A name that two countries share is left out.
extension CountryNames {
    static let table = """
        AD AND Andorra|Andorre|Andora|Principality of Andorra
        AE ARE United Arab Emirates|UAE|Emirates|VAE|Vereinigte Arabische Emirate|Émirats arabes unis
        AE ARE Emiratos Árabes Unidos|Emirati Arabi Uniti|Verenigde Arabische Emiraten|Zjednoczone Emiraty Arabskie
        AE ARE Emirados Árabes Unidos|الإمارات العربية المتحدة
        AF AFG Afghanistan|Afganistán|Afeganistão|افغانستان|Islamic Republic of Afghanistan
        AG ATG Antigua & Barbuda|Antigua und Barbuda|Antigua-et-Barbuda|Antigua y Barbuda|Antigua e Barbuda
        AG ATG Antigua en Barbuda|Antigua i Barbuda
        AI AIA Anguilla|Anguila
        AL ALB Albania|Albanien|Albanie|Shqipëri|Republic of Albania
        AM ARM Armenia|Armenien|Arménie|Հայաստան|Republic of Armenia
        AO AGO Angola|Republic of Angola
        AQ ATA Antarctica|Antarktis|Antarctique|Antártida|Antartide|Antarktyda
        AR ARG Argentina|Argentinien|Argentine|Argentinië|Argentyna|Argentine Republic
        AS ASM American Samoa|Amerikanisch-Samoa|Samoa américaines|Samoa Americana|Samoa americane|Amerikaans-Samoa
        AS ASM Samoa Amerykańskie
        AT AUT Austria|Republik Österreich|Oesterreich|Österreich|Autriche|Oostenrijk|Republic of Austria
        AU AUS Australia|Australien|Australie
        AW ABW Aruba
        AX ALA Åland Islands|Ålandinseln|Îles Åland|Islas Aland|Isole Åland|Åland|Wyspy Alandzkie|Ilhas Aland
        AZ AZE Azerbaijan|Aserbaidschan|Azerbaïdjan|Azerbaiyán|Azerbaigian|Azerbeidzjan|Azerbejdżan|Azerbaijão
        AZ AZE Azərbaycan|Republic of Azerbaijan
        BA BIH Bosnia & Herzegovina|Bosnia|Bosnia-Herzegovina|Bosnien und Herzegowina|Bosnie-Herzégovine
        BA BIH Bosnia y Herzegovina|Bosnia ed Erzegovina|Bosnië en Herzegovina|Bośnia i Hercegowina
        BA BIH Bósnia e Herzegovina|Bosna i Hercegovina|Republic of Bosnia and Herzegovina
        BB BRB Barbados|Barbade
        BD BGD Bangladesh|Bangladesch|Bangladés|Bangladesz|বাংলাদেশ|People's Republic of Bangladesh
        BE BEL Belgium|België|Belgique|Belgien|Bélgica|Belgio|Belgia|Kingdom of Belgium
        BF BFA Burkina Faso|Burquina Faso
        BG BGR Bulgaria|Bulgarien|Bulgarie|Bulgarije|България|Republic of Bulgaria
        BH BHR Bahrain|Bahreïn|Baréin|Bahrajn|البحرين|Kingdom of Bahrain
        BI BDI Burundi|Uburundi|Republic of Burundi
        BJ BEN Benin|Republic of Benin
        BL BLM St. Barthélemy|Saint-Barthélemy|San Bartolomé|São Bartolomeu
        BM BMU Bermuda|Bermudes|Bermudas|Bermudy
        BN BRN Brunei|Brunei Darussalam
        BO BOL Bolivia|Bolivien|Bolivie|Boliwia|Bolivia, Plurinational State of|Plurinational State of Bolivia
        BQ BES Caribbean Netherlands|Karibische Niederlande|Pays-Bas caribéens|Caribe neerlandés|Caraibi olandesi
        BQ BES Caribisch Nederland|Niderlandy Karaibskie|Países Baixos Caribenhos|Bonaire, Sint Eustatius and Saba
        BR BRA Brazil|Brasilien|Brésil|Brasil|Brasile|Brazilië|Brazylia|Federative Republic of Brazil
        BS BHS Bahamas|Bahamy|Commonwealth of the Bahamas
        BT BTN Bhutan|Bhoutan|Bután|Butão|འབྲུག|Kingdom of Bhutan
        BV BVT Bouvet Island|Bouvetinsel|Île Bouvet|Isla Bouvet|Isola Bouvet|Bouveteiland|Wyspa Bouveta|Ilha Bouvet
        BW BWA Botswana|Botsuana|Republic of Botswana
        BY BLR Belarus|Weißrussland|White Russia|Bielorussia|Biélorussie|Bielorrusia|Białoruś|Bielorrússia|Беларусь
        BY BLR Republic of Belarus
        BZ BLZ Belize|Belice
        CA CAN Canada|Kanada
        CC CCK Cocos (Keeling) Islands|Kokosinseln|Îles Cocos|Islas Cocos|Isole Cocos (Keeling)|Cocoseilanden
        CC CCK Wyspy Kokosowe|Ilhas Cocos (Keeling)
        CD COD Congo - Kinshasa|DR Congo|Democratic Republic of the Congo|Democratic Republic of Congo|Congo (DRC)
        CD COD Demokratische Republik Kongo|Kongo-Kinshasa|República Democrática del Congo
        CD COD Demokratyczna Republika Konga|Jamhuri ya Kidemokrasia ya Kongo|Congo, The Democratic Republic of the
        CF CAF Central African Republic|Central African Rep.|Zentralafrikanische Republik|République centrafricaine
        CF CAF República Centroafricana|Repubblica Centrafricana|Centraal-Afrikaanse Republiek
        CF CAF Republika Środkowoafrykańska
        CG COG Congo - Brazzaville|Congo|Republic of the Congo|Republik Kongo|Kongo-Brazzaville|Kongo
        CG COG República do Congo
        CH CHE Switzerland|Schweiz|Suisse|Svizzera|Svizra|Swiss Confederation|Suiza|Zwitserland|Szwajcaria|Suíça
        CI CIV Côte d’Ivoire|Ivory Coast|Elfenbeinküste|Costa de Marfil|Wybrzeże Kości Słoniowej|Costa d’Avorio
        CI CIV Ivoorkust|Costa do Marfim|Republic of Côte d'Ivoire
        CK COK Cook Islands|Cookinseln|Îles Cook|Islas Cook|Isole Cook|Cookeilanden|Wyspy Cooka|Ilhas Cook
        CL CHL Chile|Chili|Cile|Republic of Chile
        CM CMR Cameroon|Kamerun|Cameroun|Camerún|Kameroen|Camarões|Republic of Cameroon
        CN CHN China|People's Republic of China|PRC|P.R. China|Chine|Cina|Chiny|中国
        CO COL Colombia|Kolumbien|Colombie|Kolumbia|Republic of Colombia
        CR CRI Costa Rica|Kostaryka|Republic of Costa Rica
        CU CUB Cuba|Kuba|Republic of Cuba
        CV CPV Cape Verde|Kap Verde|Cabo Verde|Cap-Vert|Capo Verde|Kaapverdië|Republika Zielonego Przylądka
        CV CPV Republic of Cabo Verde
        CW CUW Curaçao|Curazao
        CX CXR Christmas Island|Weihnachtsinsel|Île Christmas|Isla de Navidad|Isola Christmas|Christmaseiland
        CX CXR Wyspa Bożego Narodzenia|Ilha Christmas
        CY CYP Cyprus|Zypern|Chypre|Chipre|Cipro|Cypr|Κύπρος|Republic of Cyprus
        CZ CZE Czechia|Czech Republic|Tschechische Republik|République tchèque|República Checa|Repubblica Ceca
        CZ CZE Česká republika|Republika Czeska|Tschechien|Tchéquie|Chequia|Cechia|Tsjechië|Czechy|Tchéquia|Česko
        DE DEU Germany|BRD|Bundesrepublik Deutschland|Federal Republic of Germany|Deutschland|Allemagne|Alemania
        DE DEU Germania|Duitsland|Niemcy|Alemanha
        DJ DJI Djibouti|Dschibuti|Yibuti|Gibuti|Dżibuti|Djibuti|Republic of Djibouti
        DK DNK Denmark|Dänemark|Dinamarca|Danimarca|Denemarken|Dania|Danmark|Kingdom of Denmark
        DM DMA Dominica|Dominique|Dominika|Commonwealth of Dominica
        DO DOM Dominican Republic|Dominican Rep.|Dominikanische Republik|République dominicaine|República Dominicana
        DO DOM Repubblica Dominicana|Dominicaanse Republiek|Dominikana
        DZ DZA Algeria|Algerien|Algérie|Argelia|Algerije|Algieria|الجزائر|People's Democratic Republic of Algeria
        EC ECU Ecuador|Équateur|Ekwador|Equador|Republic of Ecuador
        EE EST Estonia|Estland|Estonie|Eesti|Republic of Estonia
        EG EGY Egypt|Ägypten|Égypte|Egipto|Egitto|Egipt|Egito|مصر|Arab Republic of Egypt
        EH ESH Western Sahara|Westsahara|Sahara occidental|Sahara occidentale|Westelijke Sahara|Sahara Zachodnia
        EH ESH Saara Ocidental|الصحراء الغربية
        ER ERI Eritrea|Érythrée|Erytrea|Eritreia|ኤርትራ|the State of Eritrea
        ES ESP Spain|Espagne|Spanien|España|Spagna|Spanje|Hiszpania|Espanha|Kingdom of Spain
        ET ETH Ethiopia|Äthiopien|Éthiopie|Etiopía|ኢትዮጵያ|Federal Democratic Republic of Ethiopia
        FI FIN Finland|Suomi|Finnland|Finlande|Finlandia|Republic of Finland
        FJ FJI Fiji|Fidschi|Fidji|Fiyi|Figi|Fidżi|Republic of Fiji
        FK FLK Falkland Islands|Falklandinseln|Îles Malouines|Islas Malvinas|Isole Falkland|Falklandeilanden
        FK FLK Falklandy|Ilhas Malvinas|Falkland Islands (Malvinas)
        FM FSM Micronesia|Mikronesien|Micronésie|Mikronezja|Micronesia, Federated States of
        FM FSM Federated States of Micronesia
        FO FRO Faroe Islands|Färöer|Îles Féroé|Islas Feroe|Isole Fær Øer|Faeröer|Wyspy Owcze|Ilhas Faroé|Føroyar
        FR FRA France|Frankreich|Francia|Frankrijk|Francja|França|French Republic
        GA GAB Gabon|Gabun|Gabão|Gabonese Republic
        GB GBR United Kingdom|Great Britain|Britain|U.K.|United Kingdom of Great Britain and Northern Ireland
        GB GBR England|Scotland|Wales|Northern Ireland|Großbritannien|Grande-Bretagne|Gran Bretaña|Gran Bretagna
        GB GBR Groot-Brittannië|Engeland|Zjednoczone Królestwo|Grã-Bretanha|Vereinigtes Königreich|Royaume-Uni
        GB GBR Reino Unido|Regno Unito|Verenigd Koninkrijk|Wielka Brytania
        GD GRD Grenada|Grenade|Granada
        GE GEO Georgia|Georgien|Géorgie|Gruzja|საქართველო
        GF GUF French Guiana|Französisch-Guayana|Guyane française|Guayana Francesa|Guyana Francese|Frans-Guyana
        GF GUF Gujana Francuska|Guiana Francesa
        GG GGY Guernsey|Guernesey
        GH GHA Ghana|Gana|Gaana|Republic of Ghana
        GI GIB Gibraltar|Gibilterra
        GL GRL Greenland|Grönland|Groenland|Groenlandia|Grenlandia|Kalaallit Nunaat
        GM GMB Gambia|Gambie|Republic of the Gambia
        GN GIN Guinea|Guinée|Gwinea|Guiné|Republic of Guinea
        GP GLP Guadeloupe|Guadalupe|Guadalupa|Gwadelupa
        GQ GNQ Equatorial Guinea|Äquatorialguinea|Guinée équatoriale|Guinea Ecuatorial|Guinea Equatoriale
        GQ GNQ Equatoriaal-Guinea|Gwinea Równikowa|Guiné Equatorial|Republic of Equatorial Guinea
        GR GRC Greece|Griechenland|Grèce|Grecia|Griekenland|Grecja|Ελλάδα|Hellenic Republic
        GS SGS South Georgia & South Sandwich Islands|Südgeorgien und die Südlichen Sandwichinseln
        GS SGS Géorgie du Sud-et-les Îles Sandwich du Sud|Islas Georgia del Sur y Sandwich del Sur
        GS SGS Georgia del Sud e Sandwich Australi|Zuid-Georgia en Zuidelijke Sandwicheilanden
        GS SGS Georgia Południowa i Sandwich Południowy|Ilhas Geórgia do Sul e Sandwich do Sul
        GS SGS South Georgia and the South Sandwich Islands
        GT GTM Guatemala|Gwatemala|Republic of Guatemala
        GU GUM Guam
        GW GNB Guinea-Bissau|Guinée-Bissau|Guinea-Bisáu|Gwinea Bissau|Guiné-Bissau|Republic of Guinea-Bissau
        GY GUY Guyana|Gujana|Guiana|Republic of Guyana
        HK HKG Hong Kong SAR China|Hong Kong|Sonderverwaltungsregion Hongkong|R.A.S. chinoise de Hong Kong
        HK HKG RAE de Hong Kong (China)|RAS di Hong Kong|Hongkong SAR van China|SRA Hongkong (Chiny)
        HK HKG Hong Kong, RAE da China|中国香港特别行政区|Hong Kong Special Administrative Region of China
        HM HMD Heard & McDonald Islands|Heard und McDonaldinseln|Îles Heard-et-MacDonald|Islas Heard y McDonald
        HM HMD Isole Heard e McDonald|Heard en McDonaldeilanden|Wyspy Heard i McDonalda|Ilhas Heard e McDonald
        HM HMD Heard Island and McDonald Islands
        HN HND Honduras|Republic of Honduras
        HR HRV Croatia|Kroatien|Croatie|Croacia|Croazia|Kroatië|Chorwacja|Hrvatska|Republic of Croatia
        HT HTI Haiti|Republic of Haiti
        HU HUN Hungary|Ungarn|Hongrie|Hungría|Ungheria|Hongarije|Węgry|Magyarország
        ID IDN Indonesia|Indonesien|Indonésie|Indonezja|Republic of Indonesia
        IE IRL Ireland|Éire|Republic of Ireland|Irland|Irlande|Irlanda|Ierland|Irlandia
        IL ISR Israel|Israele|Izrael|ישראל|State of Israel
        IM IMN Isle of Man|Île de Man|Isla de Man|Isola di Man|Wyspa Man|Ilha de Man
        IN IND India|Bharat|Indien|Inde|Indie|भारत|Republic of India
        IO IOT British Indian Ocean Territory|Britisches Territorium im Indischen Ozean
        IO IOT Territoire britannique de l’océan Indien|Territorio Británico del Océano Índico
        IO IOT Territorio britannico dell’Oceano Indiano|Brits Indische Oceaanterritorium
        IO IOT Brytyjskie Terytorium Oceanu Indyjskiego|Território Britânico do Oceano Índico
        IQ IRQ Iraq|Irak|Iraque|العراق|Republic of Iraq
        IR IRN Iran|Irã|ایران|Iran, Islamic Republic of|Islamic Republic of Iran
        IS ISL Iceland|Island|Islande|Islandia|Islanda|IJsland|Republic of Iceland
        IT ITA Italy|Italien|Italie|Italia|Włochy|Italian Republic
        JE JEY Jersey
        JM JAM Jamaica|Jamaika|Jamaïque|Giamaica|Jamajka
        JO JOR Jordan|Jordanien|Jordanie|Jordania|Giordania|الأردن|Hashemite Kingdom of Jordan
        JP JPN Japan|Nippon|Nihon|Japon|Giappone|Japonia|Japão|日本
        KE KEN Kenya|Kenia|Quênia|Republic of Kenya
        KG KGZ Kyrgyzstan|Kyrgyz Republic|Kirgisistan|Kirghizstan|Kirguistán|Kirghizistan|Kirgizië|Kirgistan
        KG KGZ Quirguistão|Кыргызстан
        KH KHM Cambodia|Kambodscha|Cambodge|Camboya|Cambogia|Cambodja|Kambodża|Camboja|កម្ពុជា|Kingdom of Cambodia
        KI KIR Kiribati|Quiribati|Republic of Kiribati
        KM COM Comoros|Komoren|Comores|Comoras|Comore|Comoren|Komory|جزر القمر|Union of the Comoros
        KN KNA St. Kitts & Nevis|St. Kitts und Nevis|Saint-Christophe-et-Niévès|San Cristóbal y Nieves
        KN KNA Saint Kitts e Nevis|Saint Kitts en Nevis|Saint Kitts i Nevis|São Cristóvão e Névis
        KN KNA Saint Kitts and Nevis
        KP PRK North Korea|Korea (North)|Nordkorea|Corée du Nord|Corea del Norte|Corea del Nord|Noord-Korea
        KP PRK Korea Północna|Coreia do Norte|북한|Korea, Democratic People's Republic of
        KP PRK Democratic People's Republic of Korea
        KR KOR South Korea|Korea|Republic of Korea|Korea (South)|Südkorea|Corée du Sud|Corea del Sur|Corea del Sud
        KR KOR Zuid-Korea|Korea Południowa|Coreia do Sul|대한민국|Korea, Republic of
        KW KWT Kuwait|Koweït|Koeweit|Kuwejt|الكويت|State of Kuwait
        KY CYM Cayman Islands|Kaimaninseln|Îles Caïmans|Islas Caimán|Isole Cayman|Kaaimaneilanden|Kajmany
        KY CYM Ilhas Cayman
        KZ KAZ Kazakhstan|Kasachstan|Kazajistán|Kazakistan|Kazachstan|Cazaquistão|Казахстан|Republic of Kazakhstan
        LA LAO Laos|ລາວ|Lao People's Democratic Republic
        LB LBN Lebanon|Libanon|Liban|Líbano|لبنان|Lebanese Republic
        LC LCA St. Lucia|Sainte-Lucie|Santa Lucía|Saint Lucia
        LI LIE Liechtenstein|Principality of Liechtenstein
        LK LKA Sri Lanka|ශ්‍රී ලංකාව|Democratic Socialist Republic of Sri Lanka
        LR LBR Liberia|Republic of Liberia
        LS LSO Lesotho|Lesoto|Kingdom of Lesotho
        LT LTU Lithuania|Litauen|Lituanie|Lituania|Litouwen|Litwa|Lietuva|Republic of Lithuania
        LU LUX Luxembourg|Lëtzebuerg|Luxemburg|Luxemburgo|Lussemburgo|Luksemburg|Grand Duchy of Luxembourg
        LV LVA Latvia|Lettland|Lettonie|Letonia|Lettonia|Letland|Łotwa|Latvija|Republic of Latvia
        LY LBY Libya|Libyen|Libye|Libia|Libië|ليبيا
        MA MAR Morocco|Marokko|Maroc|Marruecos|Marocco|Maroko|Marrocos|المغرب|Kingdom of Morocco
        MC MCO Monaco|Monako|Principality of Monaco
        MD MDA Moldova|Moldawien|Republik Moldau|Moldavie|Moldavia|Mołdawia|Republica Moldova|Moldova, Republic of
        MD MDA Republic of Moldova
        ME MNE Montenegro|Crna Gora|Czarnogóra|Црна Гора
        MF MAF St. Martin|Saint-Martin|San Martín|São Martinho|Saint Martin (French part)
        MG MDG Madagascar|Madagaskar|Madagasikara|Republic of Madagascar
        MH MHL Marshall Islands|Marshallinseln|Îles Marshall|Islas Marshall|Isole Marshall|Marshalleilanden
        MH MHL Wyspy Marshalla|Ilhas Marshall|Republic of the Marshall Islands
        MK MKD North Macedonia|Macedonia|Mazedonien|Macédoine|Republic of North Macedonia|Nordmazedonien
        MK MKD Macédoine du Nord|Macedonia del Norte|Macedonia del Nord|Noord-Macedonië|Macedonia Północna
        MK MKD Macedônia do Norte|Северна Македонија
        ML MLI Mali|Republic of Mali
        MM MMR Myanmar (Burma)|Burma|Birma|Birmanie|Myanmar|Myanmar (Birmanie)|Myanmar (Birmania)|Myanmar (Birma)
        MM MMR Mjanma (Birma)|Mianmar (Birmânia)|မြန်မာ|Republic of Myanmar
        MN MNG Mongolia|Mongolei|Mongolie|Монгол
        MO MAC Macao SAR China|Macau|Macao|Sonderverwaltungsregion Macau|R.A.S. chinoise de Macao
        MO MAC RAE de Macao (China)|RAS di Macao|Macau SAR van China|SRA Makau (Chiny)|Macau, RAE da China|中国澳门特别行政区
        MO MAC Macao Special Administrative Region of China
        MP MNP Northern Mariana Islands|Nördliche Marianen|Îles Mariannes du Nord|Islas Marianas del Norte
        MP MNP Isole Marianne settentrionali|Noordelijke Marianen|Mariany Północne|Ilhas Marianas do Norte
        MP MNP Commonwealth of the Northern Mariana Islands
        MQ MTQ Martinique|Martinica|Martynika
        MR MRT Mauritania|Mauretanien|Mauritanie|Mauretania|موريتانيا|Islamic Republic of Mauritania
        MS MSR Montserrat
        MT MLT Malta|Malte|Republic of Malta
        MU MUS Mauritius|Maurice|Mauricio|Moris|Republic of Mauritius
        MV MDV Maldives|Malediven|Maldivas|Maldive|Maldiven|Malediwy|Republic of Maldives
        MW MWI Malawi|Malaui|Republic of Malawi
        MX MEX Mexico|Mexiko|Mexique|Messico|Meksyk|United Mexican States
        MY MYS Malaysia|Malaisie|Malasia|Maleisië|Malezja
        MZ MOZ Mozambique|Mosambik|Mozambico|Mozambik|Moçambique|Republic of Mozambique
        NA NAM Namibia|Namibie|Republic of Namibia
        NC NCL New Caledonia|Neukaledonien|Nouvelle-Calédonie|Nueva Caledonia|Nuova Caledonia|Nieuw-Caledonië
        NC NCL Nowa Kaledonia|Nova Caledônia
        NE NER Niger|Nijar|Republic of the Niger
        NF NFK Norfolk Island|Norfolkinsel|Île Norfolk|Isla Norfolk|Isola Norfolk|Norfolk|Ilha Norfolk
        NG NGA Nigeria|Federal Republic of Nigeria
        NI NIC Nicaragua|Nikaragua|Republic of Nicaragua
        NL NLD Netherlands|Holland|The Netherlands|Holanda|Holandia|Hollande|Olanda|Niederlande|Pays-Bas
        NL NLD Países Bajos|Paesi Bassi|Nederland|Países Baixos|Kingdom of the Netherlands
        NO NOR Norway|Noreg|Norwegen|Norvège|Noruega|Norvegia|Noorwegen|Norwegia|Norge|Kingdom of Norway
        NP NPL Nepal|नेपाल|Federal Democratic Republic of Nepal
        NR NRU Nauru|Republic of Nauru
        NU NIU Niue
        NZ NZL New Zealand|Aotearoa|Neuseeland|Nouvelle-Zélande|Nueva Zelanda|Nuova Zelanda|Nieuw-Zeeland
        NZ NZL Nowa Zelandia|Nova Zelândia
        OM OMN Oman|Omã|عُمان|Sultanate of Oman
        PA PAN Panama|Republic of Panama
        PE PER Peru|Pérou|Republic of Peru
        PF PYF French Polynesia|Französisch-Polynesien|Polynésie française|Polinesia Francesa|Polinesia francese
        PF PYF Frans-Polynesië|Polinezja Francuska
        PG PNG Papua New Guinea|Papua-Neuguinea|Papouasie-Nouvelle-Guinée|Papúa Nueva Guinea|Papua Nuova Guinea
        PG PNG Papoea-Nieuw-Guinea|Papua-Nowa Gwinea|Papua-Nova Guiné|Independent State of Papua New Guinea
        PH PHL Philippines|Philippinen|Filipinas|Filippine|Filipijnen|Filipiny|Pilipinas|Republic of the Philippines
        PK PAK Pakistan|Paquistão|پاکستان|Islamic Republic of Pakistan
        PL POL Poland|Polen|Pologne|Polonia|Polska|Republic of Poland
        PM SPM St. Pierre & Miquelon|St. Pierre und Miquelon|Saint-Pierre-et-Miquelon|San Pedro y Miquelón
        PM SPM Saint-Pierre e Miquelon|Saint-Pierre en Miquelon|Saint-Pierre i Miquelon|São Pedro e Miquelão
        PM SPM Saint Pierre and Miquelon
        PN PCN Pitcairn Islands|Pitcairninseln|Îles Pitcairn|Islas Pitcairn|Isole Pitcairn|Pitcairneilanden|Pitcairn
        PN PCN Ilhas Pitcairn
        PR PRI Puerto Rico|Porto Rico|Portoryko
        PS PSE Palestinian Territories|Palestine|State of Palestine|Palästinensische Autonomiegebiete
        PS PSE Territoires palestiniens|Territorios Palestinos|Territori palestinesi|Palestijnse gebieden
        PS PSE Terytoria Palestyńskie|الأراضي الفلسطينية|Palestine, State of|the State of Palestine
        PT PRT Portugal|Portogallo|Portugalia|Portuguese Republic
        PW PLW Palau|Palaos|Republic of Palau
        PY PRY Paraguay|Paragwaj|Paraguai|Republic of Paraguay
        QA QAT Qatar|Katar|Catar|قطر|State of Qatar
        RE REU Réunion|La Réunion|Riunione|Reunião
        RO ROU Romania|Rumania|Rumänien|Roumanie|Roemenië|Rumunia|Romênia
        RS SRB Serbia|Srbija|Serbien|Serbie|Servië|Sérvia|Србија|Republic of Serbia
        RU RUS Russia|Russian Federation|Russische Föderation|Russland|Russie|Rusia|Rusland|Rosja|Россия
        RW RWA Rwanda|Ruanda|U Rwanda|Rwandese Republic
        SA SAU Saudi Arabia|Saudi-Arabien|KSA|Arabie saoudite|Arabia Saudí|Arabia Saudita|Saoedi-Arabië
        SA SAU Arabia Saudyjska|المملكة العربية السعودية|Kingdom of Saudi Arabia
        SB SLB Solomon Islands|Salomonen|Îles Salomon|Islas Salomón|Isole Salomone|Salomonseilanden|Wyspy Salomona
        SB SLB Ilhas Salomão
        SC SYC Seychelles|Seychellen|Seszele|Seicheles|Republic of Seychelles
        SD SDN Sudan|Soudan|Soedan|Sudão|السودان|Republic of the Sudan
        SE SWE Sweden|Schweden|Suède|Suecia|Svezia|Zweden|Szwecja|Sverige|Kingdom of Sweden
        SG SGP Singapore|Singapur|Singapour|Singapura|Republic of Singapore
        SH SHN St. Helena|Sainte-Hélène|Santa Elena|Sant’Elena|Sint-Helena|Wyspa Świętej Heleny|Santa Helena
        SH SHN Saint Helena, Ascension and Tristan da Cunha
        SI SVN Slovenia|Slowenien|Slovénie|Eslovenia|Słowenia|Slovenija|Republic of Slovenia
        SJ SJM Svalbard & Jan Mayen|Spitzbergen und Jan Mayen|Svalbard et Jan Mayen|Svalbard y Jan Mayen
        SJ SJM Svalbard e Jan Mayen|Spitsbergen en Jan Mayen|Svalbard i Jan Mayen|Svalbard og Jan Mayen
        SK SVK Slovakia|Slovak Republic|Slowakei|Slovaquie|Eslovaquia|Slovacchia|Slowakije|Słowacja|Slovensko
        SL SLE Sierra Leone|Sierra Leona|Serra Leoa|Republic of Sierra Leone
        SM SMR San Marino|Saint-Marin|Republic of San Marino
        SN SEN Senegal|Republic of Senegal
        SO SOM Somalia|Somalie|Soomaaliya|Federal Republic of Somalia
        SR SUR Suriname|Surinam|Republic of Suriname
        SS SSD South Sudan|Südsudan|Soudan du Sud|Sudán del Sur|Zuid-Soedan|Sudan Południowy|Sudão do Sul
        SS SSD Republic of South Sudan
        ST STP São Tomé & Príncipe|São Tomé und Príncipe|Sao Tomé-et-Principe|Santo Tomé y Príncipe
        ST STP São Tomé e Príncipe|Sao Tomé en Principe|Wyspy Świętego Tomasza i Książęca
        ST STP Democratic Republic of Sao Tome and Principe
        SV SLV El Salvador|Salvador|Salwador|Republic of El Salvador
        SX SXM Sint Maarten|Saint-Martin (partie néerlandaise)|Sint Maarten (Dutch part)
        SY SYR Syria|Syrien|Syrie|Siria|سوريا|Syrian Arab Republic
        SZ SWZ Eswatini|Swaziland|Swasiland|Esuatini|Essuatíni|Kingdom of Eswatini
        TC TCA Turks & Caicos Islands|Turks- und Caicosinseln|Îles Turques-et-Caïques|Islas Turcas y Caicos
        TC TCA Isole Turks e Caicos|Turks- en Caicoseilanden|Turks i Caicos|Ilhas Turcas e Caicos
        TD TCD Chad|Tschad|Tchad|Ciad|Tsjaad|Czad|Chade|Republic of Chad
        TF ATF French Southern Territories|Französische Süd- und Antarktisgebiete|Terres australes françaises
        TF ATF Territorios Australes Franceses|Terre australi francesi
        TF ATF Franse Gebieden in de zuidelijke Indische Oceaan|Francuskie Terytoria Południowe i Antarktyczne
        TF ATF Territórios Franceses do Sul
        TG TGO Togo|Togolese Republic
        TH THA Thailand|Thaïlande|Tailandia|Thailandia|Tajlandia|ไทย|Kingdom of Thailand
        TJ TJK Tajikistan|Tadschikistan|Tadjikistan|Tayikistán|Tagikistan|Tadzjikistan|Tadżykistan|Tadjiquistão
        TJ TJK Тоҷикистон|Republic of Tajikistan
        TK TKL Tokelau
        TL TLS Timor-Leste|East Timor|Osttimor|Timor oriental|Timor Est|Oost-Timor|Timor Wschodni
        TL TLS Democratic Republic of Timor-Leste
        TM TKM Turkmenistan|Turcomenistão
        TN TUN Tunisia|Tunesien|Tunisie|Túnez|Tunesië|Tunezja|تونس|Republic of Tunisia
        TO TON Tonga|Kingdom of Tonga
        TR TUR Turkey|Türkiye|Türkei|Turquie|Turquía|Turchia|Turkije|Turcja|Republic of Türkiye
        TT TTO Trinidad & Tobago|Trinidad|Trinidad und Tobago|Trinité-et-Tobago|Trinidad y Tobago|Trinidad e Tobago
        TT TTO Trinidad en Tobago|Trynidad i Tobago|Republic of Trinidad and Tobago
        TV TUV Tuvalu
        TW TWN Taiwan|Taiwan R.O.C.|Tajwan|台湾|Taiwan, Province of China
        TZ TZA Tanzania|Tansania|Tanzanie|Tanzania, United Republic of|United Republic of Tanzania
        UA UKR Ukraine|Ucrania|Ucraina|Oekraïne|Ukraina|Україна
        UG UGA Uganda|Ouganda|Oeganda|Republic of Uganda
        UM UMI U.S. Outlying Islands|Amerikanische Überseeinseln|Îles mineures éloignées des États-Unis
        UM UMI Islas menores alejadas de EE. UU.|Isole Minori Esterne degli Stati Uniti
        UM UMI Kleine afgelegen eilanden van de Verenigde Staten|Dalekie Wyspy Mniejsze Stanów Zjednoczonych
        UM UMI Ilhas Menores Distantes dos EUA|United States Minor Outlying Islands
        US USA United States|USA|U.S.|United States of America|America|Vereinigte Staaten von Amerika
        US USA États-Unis d'Amérique|EE.UU.|Estados Unidos de América|Stati Uniti d'America
        US USA Verenigde Staten van Amerika|Stany Zjednoczone Ameryki|EUA|Vereinigte Staaten|États-Unis
        US USA Estados Unidos|Stati Uniti|Verenigde Staten|Stany Zjednoczone
        UY URY Uruguay|Urugwaj|Uruguai|Eastern Republic of Uruguay
        UZ UZB Uzbekistan|Usbekistan|Ouzbékistan|Oezbekistan|Uzbequistão|Oʻzbekiston|Republic of Uzbekistan
        VA VAT Vatican City|Vatican|Holy See|Vatikan|Vatican City State|Vatikanstadt|État de la Cité du Vatican
        VA VAT Ciudad del Vaticano|Città del Vaticano|Vaticaanstad|Watykan|Cidade do Vaticano
        VA VAT Holy See (Vatican City State)
        VC VCT St. Vincent & Grenadines|St. Vincent und die Grenadinen|Saint-Vincent-et-les Grenadines
        VC VCT San Vicente y las Granadinas|Saint Vincent e Grenadine|Saint Vincent en de Grenadines
        VC VCT Saint Vincent i Grenadyny|São Vicente e Granadinas|Saint Vincent and the Grenadines
        VE VEN Venezuela|Wenezuela|Venezuela, Bolivarian Republic of|Bolivarian Republic of Venezuela
        VG VGB British Virgin Islands|Britische Jungferninseln|Îles Vierges britanniques|Islas Vírgenes Británicas
        VG VGB Isole Vergini Britanniche|Britse Maagdeneilanden|Brytyjskie Wyspy Dziewicze|Ilhas Virgens Britânicas
        VG VGB Virgin Islands, British
        VI VIR U.S. Virgin Islands|Amerikanische Jungferninseln|Îles Vierges des États-Unis
        VI VIR Islas Vírgenes de EE. UU.|Isole Vergini Americane|Amerikaanse Maagdeneilanden
        VI VIR Wyspy Dziewicze Stanów Zjednoczonych|Ilhas Virgens Americanas|Virgin Islands, U.S.
        VI VIR Virgin Islands of the United States
        VN VNM Vietnam|Wietnam|Vietnã|Socialist Republic of Viet Nam
        VU VUT Vanuatu|Republic of Vanuatu
        WF WLF Wallis & Futuna|Wallis und Futuna|Wallis-et-Futuna|Wallis y Futuna|Wallis e Futuna|Wallis en Futuna
        WF WLF Wallis i Futuna
        WS WSM Samoa|Independent State of Samoa
        XK XKX Kosovo|Kosova|Косово|Kosowo|Kosovë
        YE YEM Yemen|Jemen|Iêmen|اليمن|Republic of Yemen
        YT MYT Mayotte|Majotta
        ZA ZAF South Africa|Südafrika|Afrique du Sud|Sudáfrica|Zuid-Afrika|Republika Południowej Afryki
        ZA ZAF África do Sul|Republic of South Africa
        ZM ZMB Zambia|Sambia|Zambie|Republic of Zambia
        ZW ZWE Zimbabwe|Simbabwe|Zimbabue|Republic of Zimbabwe
        """
}
