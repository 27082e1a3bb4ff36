import ProfileCore

/// Turns what one cell holds into the value of a member, as its rule says.
struct CellReading {
    private let rule: CellRule
    private let written: WrittenValue
    private var form: WrittenValue.Form
    private let today: Day
    private(set) var problem: (code: ProblemCode, detail: String)?

    /// No birthday lies after `today`.
    init(rule: CellRule, written: WrittenValue, today: Day) {
        self.rule = rule
        self.written = written
        form = written.form
        self.today = today
    }

    /// Nil for an empty cell, and with a problem for a wrong one.
    mutating func value() -> JSONValue? {
        guard let text = written.text.isEmpty ? rule.fallback : written.text else { return nil }
        switch rule.layout {
        case .json: return json(text)
        case .list: return list(text)
        case .identifiers: return identifiers(text)
        case _ where form == .tree:
            problem = (.wrongType, "a value, not an object or a list; name what is in it, or take it as format: json")
            return nil
        case .single: return single(text)
        case .whole:
            let decimal = form == .number ? "." : rule.style.numbers.decimal
            return single(NumberStyle.withoutEmptyFraction(text, decimal: decimal))
        case .split(let separator):
            // A part of a number need not be one of JSON: 05 is none.
            form = .text
            let parts = text.split(separator: separator).map(String.init)
            return array(parts.compactMap { single(CleanText.clean($0)) })
        }
    }

    private mutating func single(_ text: String) -> JSONValue? {
        guard let word = translated(text), !word.isEmpty else { return nil }
        switch rule.form {
        case .text: return .string(rule.prefix + word)
        case .trait: return trait(word)
        case .id: return id(word).map { .string(rule.prefix + $0) }
        case .code: return code(word)
        case .decimal: return number(word).map { .string($0) }
        case .integer, .number: return number(word).map { .number($0) }
        case .time: return time(word).map { .string($0) }
        case .day, .birthday: return day(word).map { .string($0) }
        }
    }

    /// What JSON says is a number, true or false stays so.
    private func trait(_ word: String) -> JSONValue {
        guard rule.table == nil, rule.prefix.isEmpty, !written.text.isEmpty else { return .string(rule.prefix + word) }
        switch form {
        case .number: return .number(word)
        case .flag: return .bool(word == "true")
        case .text, .tree: return .string(word)
        }
    }

    /// Our word for theirs; nil when it means nothing or the table does not know it.
    private mutating func translated(_ text: String) -> String? {
        guard let table = rule.table else { return text }
        switch table.match(text) {
        case .value(let word): return word
        case .unknown:
            let words = table.words.keys.sorted().prefix(20).map { "\"\($0)\"" }.joined(separator: ", ")
            problem = (.notAllowed, "a word of the mapping's table: \(words)")
            return nil
        }
    }

    /// Nil, and a problem, for what is no id.
    private mutating func id(_ text: String) -> String? {
        guard let fault = Self.fault(ofID: text, form) else { return text }
        problem = fault
        return nil
    }

    /// What is wrong with an id whose digits a spreadsheet dropped, since others may have come to look the same, and
    /// with what a program made a fraction or an answer of.
    static func fault(ofID text: String, _ form: WrittenValue.Form) -> (code: ProblemCode, detail: String)? {
        if form == .flag { return (.wrongType, "an id is a text or a whole number, not true or false") }
        if NumberStyle.isFraction(text, asNumber: form == .number) {
            return (
                .badNumber, "an id is a text or a whole number with all its digits; format: integer takes 5.0 for 5"
            )
        }
        guard ScientificNotation.isWritten(in: text) else { return nil }
        return (
            .shortenedNumber,
            "an id with all its digits: a program shortened this one to a power of ten; export the column as text"
        )
    }

    /// A number that is not whole stays as it is: the record's decoder decides what it costs.
    private mutating func code(_ text: String) -> JSONValue? {
        guard form == .number, NumberStyle.isFraction(text, asNumber: true) else { return .string(rule.prefix + text) }
        guard rule.style.leavesOutUnreadable else { return .number(text) }
        problem = (.wrongType, "a text or a whole number with all its digits")
        return nil
    }

    // MARK: Numbers

    private mutating func number(_ text: String) -> String? {
        // A constant of the mapping is written as in JSON, and so is a number of JSON.
        if case .constant = rule.input, let json = NumberStyle().json(text) { return json }
        guard var number = form == .number ? text : rule.style.numbers.json(text) else {
            problem = (.badNumber, "a number written as \(rule.style.numbers.example)")
            return nil
        }
        if rule.isAbsolute, number.hasPrefix("-") { number.removeFirst() }
        if rule.isNegated { number = NumberStyle.negated(number) }
        // Of a sum the whole is rounded, not its parts.
        if let decimals = rule.roundedTo, !rule.isSum { number = DecimalNumber.rounded(number, to: decimals) }
        return rule.form == .integer ? NumberStyle.withoutEmptyFraction(number, decimal: ".") : number
    }

    // MARK: Dates

    private mutating func time(_ text: String) -> String? {
        guard let (written, day) = date(text), let day else { return nil }
        guard let clock = written.millisecondsIntoDay else {
            problem = (.impossibleDate, "a time that a clock shows, written as \(patterns)")
            return nil
        }
        let local = day.start.milliseconds + clock
        if let offset = written.offsetMinutes {
            return TimeText.rfc3339(Timestamp(milliseconds: local - Int64(offset) * 60_000))
        }
        if let zone = rule.style.timeZone {
            return TimeText.rfc3339(LocalTime.timestamp(localMilliseconds: local, in: zone))
        }
        // Without Z: where the source is, the deployment may know.
        return String(TimeText.rfc3339(Timestamp(milliseconds: local)).dropLast())
    }

    private mutating func day(_ text: String) -> String? {
        if rule.form == .birthday, text.hasPrefix("--") { return text }
        guard let (written, day) = date(text) else { return nil }
        if let day { return TimeText.date(day) }
        guard written.year == nil, rule.form == .birthday else { return nil }
        return "--" + Self.twoDigits(written.month) + "-" + Self.twoDigits(written.day)
    }

    /// What was written, and the day it names; a birthday may have none.
    private mutating func date(_ text: String) -> (WrittenDate, Day?)? {
        let candidates = rule.style.dates.isEmpty ? DatePattern.iso : rule.style.dates
        var isImpossible = false
        for pattern in candidates {
            guard var written = WrittenDate(text, pattern) else { continue }
            if rule.form == .birthday { written = written.notAhead(of: today) }
            if let day = written.calendarDay { return (written, day) }
            if written.year == nil, rule.form == .birthday { return (written, nil) }
            isImpossible = true
        }
        problem =
            isImpossible
            ? (.impossibleDate, "a day that a calendar shows, written as \(patterns)")
            : (.badDate, "a date written as \(patterns)")
        return nil
    }

    private var patterns: String {
        let dates = rule.style.dates
        return dates.isEmpty ? "YYYY-MM-DD, with or without a time" : dates.map(\.text).joined(separator: " or ")
    }

    private static func twoDigits(_ number: Int) -> String {
        (number < 10 ? "0" : "") + String(number)
    }

    // MARK: Several values in one cell

    private func array(_ values: [JSONValue]) -> JSONValue? {
        values.isEmpty ? nil : .array(values)
    }

    private mutating func list(_ text: String) -> JSONValue? {
        if text.hasPrefix("[") { return json(text) }
        return array(text.split(separator: "|").map { CleanText.clean(String($0)) }.compactMap { single($0) })
    }

    private mutating func identifiers(_ text: String) -> JSONValue? {
        if text.hasPrefix("{") { return json(text) }
        var values: [(type: String, values: [JSONValue])] = []
        for part in text.split(separator: "|").map({ CleanText.clean(String($0)) }) {
            guard let colon = part.firstIndex(of: ":") else {
                problem = (.badIdentifierType, "type:value, several with | between them")
                return nil
            }
            let (type, value) = (String(part[..<colon]), JSONValue.string(String(part[part.index(after: colon)...])))
            if let index = values.firstIndex(where: { $0.type == type }) {
                values[index].values.append(value)
            } else {
                values.append((type, [value]))
            }
        }
        return .object(JSONObject(members: values.map { .init(name: $0.type, value: .array($0.values)) }))
    }

    private mutating func json(_ text: String) -> JSONValue? {
        do throws(JSONError) {
            return try JSONReader.parse(Array(text.utf8))
        } catch {
            problem = (.invalidJSON, error.detail)
            return nil
        }
    }
}
