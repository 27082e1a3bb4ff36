import ProfileCore

/// Where a name comes from; it need not be where its bearer lives.
struct Origin: Sendable {
    let women: [String]
    let men: [String]
    let families: [String]
    /// Whether people of this origin write the family name first.
    let familyFirst: Bool

    private init(women: String, men: String, families: String, familyFirst: Bool = false) {
        self.women = women.split(separator: ",").map(String.init)
        self.men = men.split(separator: ",").map(String.init)
        self.families = families.split(separator: ",").map(String.init)
        self.familyFirst = familyFirst
    }

    static let german = Origin(
        women: "Anna,Lena,Katharina,Sabine,Marie-Luise,Ursula,Petra,Julia,Claudia,Monika,Hannah,Käthe,Birgit,Greta",
        men: "Lukas,Thomas,Jürgen,Michael,Stefan,Jörg,Felix,Günther,Maximilian,Andreas,Björn,Paul,Matthias,Sören",
        families: """
            Müller,Schmidt,Schneider,Fischer,Weber,Meyer,Wagner,Becker,Schulz,Hoffmann,Schäfer,Koch,Bauer,Richter,\
            Klein,\
            Wolf,Schröder,Neumann,Schwarz,Zimmermann,Krüger,von Bülow,Groß,Lange,Vogel,Jäger,Böhm,Kaiser
            """)
    static let british = Origin(
        women: "Olivia,Emily,Charlotte,Grace,Eleanor,Imogen,Harriet,Siobhán,Megan,Poppy,Zara,Rosemary,Beatrice",
        men: "Oliver,Harry,George,Alistair,James,Rhys,Callum,Edward,Duncan,Hugh,Toby,Nigel,Simon,Graham",
        families: """
            Smith,Jones,Taylor,Brown,Williams,Wilson,Johnson,Davies,Evans,Walker,O'Connor,MacDonald,Clarke,Hughes,\
            Patel,\
            Green,Wood,Thompson,Fitzgerald,Edwards,Hall,Ashworth-Lee,Bennett,Campbell,Okafor
            """)
    static let french = Origin(
        women: "Camille,Chloé,Élodie,Léa,Manon,Inès,Aurélie,Françoise,Zoé,Margaux,Hélène,Sylvie,Noémie",
        men: "Lucas,Hugo,Théo,Antoine,Jean-Luc,François,Étienne,Mathieu,Benoît,Rémi,Pascal,Olivier,Loïc",
        families: """
            Martin,Bernard,Dubois,Thomas,Robert,Richard,Petit,Durand,Leroy,Moreau,Lefèvre,Mercier,Dupont,Lambert,\
            Fontaine,\
            D'Aubigné,Chevalier,François,Garnier,Gérard,Beauchêne,Benali,Traoré
            """)
    static let swedish = Origin(
        women: "Astrid,Elsa,Maja,Linnéa,Ingrid,Saga,Märta,Freja,Karin,Åsa,Birgitta,Ylva,Sofia",
        men: "Erik,Lars,Nils,Axel,Göran,Björn,Håkan,Oskar,Gustav,Mats,Elias,Sven,Viktor,Åke",
        families: """
            Andersson,Johansson,Karlsson,Nilsson,Eriksson,Larsson,Olsson,Persson,Svensson,Gustafsson,Sjöberg,\
            Lindström,\
            Åkesson,Bergqvist,Nyström,Holmgren,Söderlund,Hedlund,Ek,Öberg
            """)
    static let dutch = Origin(
        women: "Sanne,Fleur,Lotte,Femke,Anouk,Marijke,Saskia,Roos,Noor",
        men: "Daan,Sem,Bram,Jeroen,Pieter,Ruben,Thijs,Joost",
        families: "de Jong,Jansen,de Vries,van den Berg,Bakker,van Dijk,Visser,Smit,Meijer,de Boer,van 't Hof,Mulder")
    static let italian = Origin(
        women: "Giulia,Chiara,Francesca,Sofia,Martina,Alessia,Elena",
        men: "Marco,Luca,Matteo,Niccolò,Giuseppe,Davide,Paolo",
        families: "Rossi,Russo,Ferrari,Esposito,Bianchi,Romano,D'Angelo,Ricci,Marino,Greco,Conti,De Luca")
    static let spanish = Origin(
        women: "Lucía,María José,Carmen,Paula,Inés,Nuria,Begoña",
        men: "Álvaro,Javier,Íñigo,Pablo,José Luis,Sergio,Andrés",
        families: "García López,Fernández,Martínez Ruiz,Sánchez,Núñez,Gómez Peña,Muñoz,Ibáñez,Romero,Torres Vidal")
    static let polish = Origin(
        women: "Agnieszka,Małgorzata,Zofia,Katarzyna,Łucja,Ewa", men: "Paweł,Łukasz,Krzysztof,Stanisław,Jakub,Michał",
        families: "Nowak,Wójcik,Kamińska-Zając,Woźniak,Dąbek,Szymczak,Król,Wróbel,Stępień,Błaszczyk,Żuk")
    static let hungarian = Origin(
        women: "Ágnes,Réka,Eszter,Katalin,Zsófia,Ildikó,Erzsébet",
        men: "László,István,Gábor,Zoltán,Ferenc,Bálint,Győző",
        families: "Nagy,Kovács,Tóth,Szabó,Horváth,Varga,Kiss,Molnár,Németh,Farkas,Balogh,Papp,Őri,Székely",
        familyFirst: true)
    static let vietnamese = Origin(
        women: "Thị Lan,Thu Hà,Ngọc Ánh,Minh Châu,Thùy Dương,Mai",
        men: "Văn Hùng,Minh Đức,Quốc Bảo,Hữu Phước,Tuấn,Đình Long",
        families: "Nguyễn,Trần,Lê,Phạm,Huỳnh,Phan,Vũ,Đặng,Bùi,Đỗ", familyFirst: true)
    static let japanese = Origin(
        women: "美咲=misaki,陽菜=hina,葵=aoi,結衣=yui,千尋=chihiro", men: "蓮=ren,大翔=hiroto,健太=kenta,翔太=shota,誠=makoto",
        families: "佐藤=sato,鈴木=suzuki,高橋=takahashi,田中=tanaka,伊藤=ito,渡辺=watanabe,山本=yamamoto,中村=nakamura",
        familyFirst: true)
    static let turkish = Origin(
        women: "Ayşe,Elif,Zeynep,Gülsüm,Derya,Ebru", men: "Mehmet,Emre,Çağlar,Yiğit,Oğuz,Hakan",
        families: "Yılmaz,Kaya,Demir,Çelik,Şahin,Öztürk,Aydın,Arslan,Doğan,Güneş")
    static let chinese = Origin(
        women: "Wei,Xiuying,Yan,Meiling", men: "Jun,Haoran,Zhiwei,Lei", families: "Wang,Li,Zhang,Liu,Chen,Yang,Zhao")
}

/// Seeded chance: the same seed rolls the same numbers on every machine and with every version of Swift,
/// which the standard library's own `random(in:using:)` does not promise.
///
/// SplitMix64 after Steele, Lea and Flood, "Fast splittable pseudorandom number generators" (OOPSLA 2014).
struct Die {
    private var state: UInt64

    init(seed: UInt64) {
        state = seed
    }

    /// A die of its own for one purpose, so that more rolls for one thing do not change another.
    init(seed: UInt64, index: Int, purpose: UInt64) {
        var mixer = Die(seed: seed ^ (purpose &* 0xD6E8_FEB8_6659_FD93))
        state = mixer.next() ^ (UInt64(truncatingIfNeeded: index) &* 0xA076_1D64_78BD_642F)
        _ = next()
    }

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }

    /// A whole number of the range, all equally likely.
    mutating func roll(_ range: ClosedRange<Int>) -> Int {
        let width = UInt64(range.upperBound - range.lowerBound) + 1
        return range.lowerBound + Int(next().multipliedFullWidth(by: width).high)
    }

    mutating func chance(_ percent: Int) -> Bool {
        roll(1...100) <= percent
    }

    /// One of `choices`, which are never empty.
    mutating func pick<Choice>(_ choices: [Choice]) -> Choice {
        choices[roll(0...choices.count - 1)]
    }

    mutating func maybe<Value>(_ percent: Int, _ value: Value?) -> Value? {
        chance(percent) ? value : nil
    }
}

/// The shop's calendar: days are counted back from today, and nothing happens after now.
struct ShopClock: Sendable {
    let today: Day
    let now: Timestamp

    /// A local second of a day in the past; what would still lie ahead happened as many days earlier as it takes.
    func moment(daysAgo: Int, second: Int, in country: Country) -> Timestamp {
        let day = today.advanced(by: -daysAgo)
        let moment = day.start.advanced(bySeconds: Int64(second - country.secondsFromUTC(on: day)))
        guard moment > now else { return moment }
        let daysAhead = (moment.milliseconds - now.milliseconds - 1) / Timestamp.millisecondsPerDay + 1
        return Timestamp(milliseconds: moment.milliseconds - daysAhead * Timestamp.millisecondsPerDay)
    }

    /// That many seconds later, but never after now.
    func later(than moment: Timestamp, bySeconds seconds: Int) -> Timestamp {
        min(now, moment.advanced(bySeconds: Int64(seconds)))
    }

    func daysAgo(_ moment: Timestamp) -> Int {
        max(0, today.days(since: moment.day))
    }
}
