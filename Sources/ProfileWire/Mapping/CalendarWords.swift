/// Names of months and weekdays in English, German, French, Spanish, Italian, Dutch and Polish, whole or cut short.
enum CalendarWords {
    /// The month, from 1, that a word of at least three letters begins the name of; nil when it fits several.
    static func month(_ word: String) -> Int? {
        months[HeaderName.folded(word).lowercased()].flatMap { $0 }
    }

    static func isWeekday(_ word: String) -> Bool {
        let plain = HeaderName.folded(word).lowercased()
        return plain.utf8.count >= 2 && weekdays.contains { $0.hasPrefix(plain) }
    }

    /// By every beginning of their names; nil for those that several months share.
    private static let months: [String: Int?] = {
        var months: [String: Int?] = [:]
        for line in monthNames.split(whereSeparator: \.isNewline) {
            for (index, name) in line.split(separator: " ").enumerated() {
                for length in 3...max(3, name.count) {
                    let beginning = String(name.prefix(length))
                    if let known = months[beginning], known != index + 1 {
                        months[beginning] = .some(nil)
                    } else {
                        months[beginning] = .some(index + 1)
                    }
                }
            }
        }
        return months
    }()

    private static let monthNames = """
        january february march april may june july august september october november december
        januar februar marz april mai juni juli august september oktober november dezember
        janner feber maerz april mai juni juli august september oktober november dezember
        janvier fevrier mars avril mai juin juillet aout septembre octobre novembre decembre
        enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre diciembre
        gennaio febbraio marzo aprile maggio giugno luglio agosto settembre ottobre novembre dicembre
        januari februari maart april mei juni juli augustus september oktober november december
        styczen luty marzec kwiecien maj czerwiec lipiec sierpien wrzesien pazdziernik listopad grudzien
        stycznia lutego marca kwietnia maja czerwca lipca sierpnia wrzesnia pazdziernika listopada grudnia
        """

    private static let weekdays = """
        monday tuesday wednesday thursday friday saturday sunday montag dienstag mittwoch donnerstag freitag samstag
        sonnabend sonntag lundi mardi mercredi jeudi vendredi samedi dimanche lunes martes miercoles jueves viernes
        sabado domingo lunedi martedi mercoledi giovedi venerdi sabato domenica maandag dinsdag woensdag donderdag
        vrijdag zaterdag zondag poniedzialek wtorek sroda czwartek piatek sobota niedziela
        """.split(whereSeparator: \.isWhitespace).map(String.init)
}
