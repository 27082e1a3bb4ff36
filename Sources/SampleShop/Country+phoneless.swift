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
