import ProfileCore

/// Where a customer lives: how people there are called, spelled, reached and charged.
struct Country: Sendable {
    let code: String
    let language: String
    let timeZone: String
    let hoursFromUTC: Int
    let keepsSummerTime: Bool
    let currency: SaleCurrency
    /// The salutations for a woman and for a man; nil where nobody uses them in letters.
    let salutations: (woman: String, man: String)?
    let origins: [Origin]
    let cities: [(name: String, postalCode: String)]
    let streets: [String]
    let numberFirst: Bool
    /// One range a city, in the order of `cities`.
    let landlines: [PhoneRange]
    let mobiles: PhoneRange?

    /// Summer time by whole months is near enough for made-up contacts.
    func secondsFromUTC(on day: Day) -> Int {
        let isSummer = keepsSummerTime && (4...10).contains(day.civil.month)
        return (hoursFromUTC + (isSummer ? 1 : 0)) * 3600
    }
}

extension Country {
    static func ofShopper(_ index: Int) -> Country { byShare[index % byShare.count] }

    /// How many shoppers before this one live in the same country.
    static func place(ofShopper index: Int) -> Int {
        let slot = index % byShare.count
        let code = byShare[slot].code
        let each = byShare.filter { $0.code == code }.count
        return index / byShare.count * each + byShare[..<slot].filter { $0.code == code }.count
    }
}

/// The countries the shop delivers to, each as often as it has customers among forty.
extension Country {
    /// Two neighbours in the list mostly share a country, so that they can share a household.
    static let byShare: [Country] =
        [germany, germany, britain, britain, france, france, germany, germany, sweden, sweden, austria, austria]
        + [germany, germany, netherlands, netherlands, britain, britain, hungary, hungary, italy, spain]
        + [germany, germany, france, france, sweden, sweden, poland, austria, switzerland, switzerland]
        + [britain, britain, vietnam, japan, germany, germany, ireland, france]

    static let germany = Country(
        code: "DE", language: "de-DE", timeZone: "Europe/Berlin", hoursFromUTC: 1, keepsSummerTime: true,
        currency: .euro, salutations: ("Frau", "Herr"),
        origins: [.german, .german, .german, .german, .german, .german, .turkish, .vietnamese, .polish, .hungarian],
        cities: [
            ("Berlin", "10999"), ("Frankfurt am Main", "60316"), ("Hamburg", "20357"), ("Köln", "50672"),
            ("München", "80469"),
        ],
        streets: ["Lindenstraße", "Goethestr.", "Am Mühlenbach", "Schillerplatz", "Bahnhofstraße", "Große Bergstr."],
        numberFirst: false,
        landlines: [
            PhoneRange(callingCode: "49", area: "30", prefix: "23125", digits: 3, first: 0, count: 1000),
            PhoneRange(callingCode: "49", area: "69", prefix: "90009", digits: 3, first: 0, count: 1000),
            PhoneRange(callingCode: "49", area: "40", prefix: "66969", digits: 3, first: 0, count: 1000),
            PhoneRange(callingCode: "49", area: "221", prefix: "4710", digits: 3, first: 0, count: 1000),
            PhoneRange(callingCode: "49", area: "89", prefix: "99998", digits: 3, first: 0, count: 1000),
        ],
        mobiles: PhoneRange(callingCode: "49", area: "176", prefix: "040690", digits: 2, first: 0, count: 100))

    static let britain = Country(
        code: "GB", language: "en-GB", timeZone: "Europe/London", hoursFromUTC: 0, keepsSummerTime: true,
        currency: .pound, salutations: ("Ms", "Mr"), origins: [.british, .british, .british, .british, .chinese],
        cities: [
            ("London", "E8 3RL"), ("Leeds", "LS6 2AB"), ("Birmingham", "B13 8JP"), ("Edinburgh", "EH6 5NF"),
            ("Manchester", "M20 3BG"),
        ],
        streets: ["High Street", "Mill Lane", "Victoria Road", "Church Row", "Queen's Crescent", "St Mary's Gate"],
        numberFirst: true,
        landlines: [
            PhoneRange(callingCode: "44", area: "20", prefix: "7946", digits: 4, first: 0, count: 1000),
            PhoneRange(callingCode: "44", area: "113", prefix: "496", digits: 4, first: 0, count: 1000),
            PhoneRange(callingCode: "44", area: "121", prefix: "496", digits: 4, first: 0, count: 1000),
            PhoneRange(callingCode: "44", area: "131", prefix: "496", digits: 4, first: 0, count: 1000),
            PhoneRange(callingCode: "44", area: "161", prefix: "496", digits: 4, first: 0, count: 1000),
        ],
        mobiles: PhoneRange(callingCode: "44", area: "7700", prefix: "900", digits: 3, first: 0, count: 1000))

    static let france = Country(
        code: "FR", language: "fr-FR", timeZone: "Europe/Paris", hoursFromUTC: 1, keepsSummerTime: true,
        currency: .euro, salutations: ("Madame", "Monsieur"), origins: [.french, .french, .french, .vietnamese],
        cities: [
            ("Paris", "75011"), ("Nantes", "44000"), ("Strasbourg", "67000"), ("Lyon", "69007"), ("Bordeaux", "33000"),
        ],
        streets: ["rue de la République", "avenue Jean-Jaurès", "rue des Lilas", "impasse du Château"],
        numberFirst: true,
        landlines: [
            PhoneRange(callingCode: "33", area: "1", prefix: "9900", digits: 4, first: 0, count: 10_000),
            PhoneRange(callingCode: "33", area: "2", prefix: "6191", digits: 4, first: 0, count: 10_000),
            PhoneRange(callingCode: "33", area: "3", prefix: "5301", digits: 4, first: 0, count: 10_000),
            PhoneRange(callingCode: "33", area: "4", prefix: "6571", digits: 4, first: 0, count: 10_000),
            PhoneRange(callingCode: "33", area: "5", prefix: "3649", digits: 4, first: 0, count: 10_000),
        ],
        mobiles: PhoneRange(callingCode: "33", area: "6", prefix: "3998", digits: 4, first: 0, count: 10_000))

    static let sweden = Country(
        code: "SE", language: "sv-SE", timeZone: "Europe/Stockholm", hoursFromUTC: 1, keepsSummerTime: true,
        currency: .krona, salutations: nil, origins: [.swedish],
        cities: [("Stockholm", "116 46"), ("Göteborg", "413 04"), ("Malmö", "211 20"), ("Kiruna", "981 31")],
        streets: ["Götgatan", "Åsögatan", "Storgatan", "Björkvägen", "Östra Hamngatan"], numberFirst: false,
        landlines: [
            PhoneRange(callingCode: "46", area: "8", prefix: "465004", digits: 2, first: 0, count: 100),
            PhoneRange(callingCode: "46", area: "31", prefix: "39006", digits: 2, first: 0, count: 100),
            PhoneRange(callingCode: "46", area: "40", prefix: "62804", digits: 2, first: 0, count: 100),
            PhoneRange(callingCode: "46", area: "980", prefix: "3192", digits: 2, first: 0, count: 100),
        ],
        mobiles: PhoneRange(callingCode: "46", area: "70", prefix: "17406", digits: 2, first: 5, count: 95))
}

/// Countries without numbers set aside for fiction.
extension Country {
    static let austria = phoneless(
        "AT", "de-AT", "Europe/Vienna", salutations: ("Frau", "Herr"),
        origins: [.german, .german, .german, .hungarian, .turkish],
        cities: [("Wien", "1070"), ("Graz", "8010"), ("Linz", "4020")],
        streets: ["Neubaugasse", "Mariahilfer Straße", "Am Graben", "Landstraße"])

    static let switzerland = phoneless(
        "CH", "de-CH", "Europe/Zurich", currency: .franc, salutations: ("Frau", "Herr"),
        origins: [.german, .french, .italian],
        cities: [("Zürich", "8004"), ("Bern", "3011"), ("Genève", "1201")],
        streets: ["Langstrasse", "Rue du Rhône", "Kramgasse", "Bahnhofstrasse"])

    static let netherlands = phoneless(
        "NL", "nl-NL", "Europe/Amsterdam", salutations: ("Mevrouw", "De heer"), origins: [.dutch, .dutch, .turkish],
        cities: [("Amsterdam", "1012 AB"), ("Utrecht", "3511 LX"), ("Groningen", "9711 JV")],
        streets: ["Keizersgracht", "Oudegracht", "Dorpsstraat", "Molenweg"])

    static let hungary = phoneless(
        "HU", "hu-HU", "Europe/Budapest", salutations: nil, origins: [.hungarian],
        cities: [("Budapest", "1075"), ("Szeged", "6720"), ("Győr", "9021")],
        streets: ["Kossuth Lajos utca", "Petőfi tér", "Rákóczi út", "Dob utca"])

    static let italy = phoneless(
        "IT", "it-IT", "Europe/Rome", salutations: ("Signora", "Signor"), origins: [.italian],
        cities: [("Milano", "20124"), ("Torino", "10121"), ("Bologna", "40126")],
        streets: ["Via Garibaldi", "Corso Italia", "Piazza Dante", "Via dell'Indipendenza"])

    static let spain = phoneless(
        "ES", "es-ES", "Europe/Madrid", salutations: ("Sra.", "Sr."), origins: [.spanish],
        cities: [("Madrid", "28004"), ("València", "46003"), ("Sevilla", "41004")],
        streets: ["Calle Mayor", "Avenida de la Constitución", "Plaza de España"])

    static let poland = phoneless(
        "PL", "pl-PL", "Europe/Warsaw", salutations: ("Pani", "Pan"), origins: [.polish],
        cities: [("Kraków", "31-044"), ("Łódź", "90-001"), ("Gdańsk", "80-831")],
        streets: ["ul. Długa", "ul. Świętej Anny", "al. Róż"])

    static let ireland = phoneless(
        "IE", "en-IE", "Europe/Dublin", hoursFromUTC: 0, salutations: ("Ms", "Mr"), origins: [.british],
        cities: [("Dublin", "D07 N7YK"), ("Cork", "T12 XF62")], streets: ["O'Connell Street", "Strand Road"])

    static let vietnam = phoneless(
        "VN", "vi-VN", "Asia/Ho_Chi_Minh", hoursFromUTC: 7, keepsSummerTime: false, salutations: ("Chị", "Anh"),
        origins: [.vietnamese], cities: [("Thành phố Hồ Chí Minh", "700000"), ("Hà Nội", "100000")],
        streets: ["Nguyễn Huệ", "Lê Lợi", "Trần Hưng Đạo"])

    static let japan = phoneless(
        "JP", "ja-JP", "Asia/Tokyo", hoursFromUTC: 9, keepsSummerTime: false, salutations: ("様", "様"),
        origins: [.japanese], cities: [("東京都渋谷区", "150-0001"), ("大阪市北区", "530-0001")],
        streets: ["神宮前", "梅田", "桜丘町"])

    private static func phoneless(
        _ code: String, _ language: String, _ timeZone: String, hoursFromUTC: Int = 1, keepsSummerTime: Bool = true,
        currency: SaleCurrency = .euro, salutations: (woman: String, man: String)?, origins: [Origin],
        cities: [(name: String, postalCode: String)], streets: [String]
    ) -> Country {
        Country(
            code: code, language: language, timeZone: timeZone, hoursFromUTC: hoursFromUTC,
            keepsSummerTime: keepsSummerTime, currency: currency, salutations: salutations, origins: origins,
            cities: cities, streets: streets, numberFirst: false, landlines: [], mobiles: nil)
    }
}

/// Numbers that a regulator set aside for films and examples, so that no sample customer's phone ever rings.
///
/// Sources: Bundesnetzagentur (drama numbers), Ofcom (numbers for drama use), ARCEP (decision 2018-0881),
/// PTS (numbers for use in fiction). Countries without such a range have customers without a phone.
struct PhoneRange: Sendable {
    let callingCode: String
    /// The area or network code without the trunk zero.
    let area: String
    /// The first digits of the subscriber's number.
    let prefix: String
    /// The number of digits after `prefix`.
    let digits: Int
    let first: Int
    let count: Int

    /// The number at a place of the range; nil past its end, because two customers must not share one by accident.
    func number(at place: Int) -> PhoneNumber? {
        guard place < count else { return nil }
        let tail = String(first + place)
        let padding = String(repeating: "0", count: max(0, digits - tail.count))
        return PhoneNumber(callingCode: callingCode, area: area, subscriber: prefix + padding + tail)
    }
}

/// A currency the shop sells in, with its price level against the euro.
enum SaleCurrency: String, Sendable {
    case euro = "EUR"
    case pound = "GBP"
    case franc = "CHF"
    case krona = "SEK"

    /// A euro price in this currency, ending in .90 as shop prices do.
    func price(euroCents: Int) -> Int {
        let percent =
            switch self {
            case .euro: 100
            case .pound: 87
            case .franc: 97
            case .krona: 1140
            }
        return self == .euro ? euroCents : max(190, euroCents * percent / 10_000 * 100 + 90)
    }
}
