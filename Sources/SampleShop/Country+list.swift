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
