import ProfileCore

/// Reads a mapping member by member, notes what is wrong, and numbers the columns it meets.
final class MappingReader {
    let findings: Findings
    private(set) var columns: [ColumnName] = []
    private(set) var optionalColumns: Set<String> = []

    init(_ findings: Findings = Findings()) {
        self.findings = findings
    }

    func reject(_ place: String, _ code: ProblemCode, _ detail: String) {
        findings.reject(place, code, detail)
    }

    func column(_ name: String, nth: Int? = nil, isOptional: Bool = false) -> Column {
        if isOptional { optionalColumns.insert(name) }
        let wanted = ColumnName(name: name, nth: nth)
        if let slot = columns.firstIndex(of: wanted) { return Column(name: name, slot: slot) }
        columns.append(wanted)
        return Column(name: name, slot: columns.count - 1)
    }

    /// Names of columns, or objects that say which of several of one name.
    func groupColumns(_ value: JSONValue?, _ place: String) -> [Column] {
        let list: [JSONValue] = if case .array(let values)? = value { values } else { value.map { [$0] } ?? [] }
        return list.enumerated().compactMap { index, value in
            guard case .object(let object) = value else { return text(value, place).map { column($0) } }
            let place = place.appending(index: index)
            rejectUnknown(object, place, known: ["column", "nth"])
            return text(object["column"], place).map { column($0, nth: nth(object, place)) }
        }
    }

    /// Which of several columns of one name an object means; nil when it does not say.
    func nth(_ object: JSONObject, _ place: String) -> Int? {
        let place = place.appending(member: "nth")
        guard let text = text(object["nth"], place) else { return nil }
        if let number = Int(text), number > 0 { return number }
        reject(place, .badNumber, "which of the columns of that name, from 1")
        return nil
    }

    /// The object's members; nil and a problem for anything else.
    func object(_ value: JSONValue, _ place: String, expected: String = "members with values") -> JSONObject? {
        guard case .object(let object) = value else {
            reject(place, .wrongType, "\(expected) expected, not \(value.kindInWords)")
            return nil
        }
        return object
    }

    /// Text; nil for null, and with a problem for anything else.
    func text(_ value: JSONValue?, _ place: String) -> String? {
        switch value {
        case nil, .null: return nil
        case .string(let text), .number(let text): return text
        case .bool(let value): return value ? "true" : "false"
        case .some(let other):
            reject(place, .wrongType, "a text is expected, not \(other.kindInWords)")
            return nil
        }
    }

    /// One text or a list of them.
    func texts(_ value: JSONValue?, _ place: String) -> [String] {
        guard case .array(let values) = value else { return text(value, place).map { [$0] } ?? [] }
        return values.enumerated().compactMap { text($1, place.appending(index: $0)) }
    }

    /// One of a few words; nil when the member is not there, and with a problem for another word.
    func choice(_ object: JSONObject, _ place: String, _ name: String, of words: [String]) -> String? {
        let place = place.appending(member: name)
        guard let word = text(object[name], place) else { return nil }
        if words.contains(word) { return word }
        reject(place, .notAllowed, "one of: " + words.joined(separator: ", "))
        return nil
    }

    func flag(_ value: JSONValue?, _ place: String) -> Bool {
        switch text(value, place)?.lowercased() {
        case nil, "false", "no": return false
        case "true", "yes": return true
        default:
            reject(place, .notAllowed, "true or false")
            return false
        }
    }

    /// Reports names outside of `known`, with what may have been meant.
    func rejectUnknown(_ object: JSONObject, _ place: String, known: some Sequence<String>) {
        let known = Set(known)
        for member in object.members where !known.contains(member.name) {
            let hint = NearMiss.suggestion(for: member.name, among: known).map { "; did you mean \($0)?" }
            let others = "; known here: " + known.sorted().joined(separator: ", ")
            reject(place.appending(member: member.name), .unknownMember, "no such member" + (hint ?? others))
        }
    }

    // MARK: Style

    static let styleMembers = ["dates", "time_zone", "decimal", "thousands", "null_words", "unreadable"]

    /// The style of the object's cells. `base` gives what the object leaves open.
    func style(_ object: JSONObject, _ place: String, over base: CellStyle) -> CellStyle {
        var style = base
        if let value = object["dates"] { style.dates = dates(value, place.appending(member: "dates")) }
        if let zone = text(object["time_zone"], place.appending(member: "time_zone")) {
            style.timeZone = zone
            if !LocalTime.isKnown(zone) {
                reject(
                    place.appending(member: "time_zone"), .unknownTimeZone, "an IANA time zone such as Europe/London")
            }
        }
        style.numbers = numbers(object, place, over: base.numbers)
        if let words = object["null_words"] {
            style.nullWords = Set(texts(words, place.appending(member: "null_words")).map(CleanText.clean))
        }
        if let word = choice(object, place, "unreadable", of: ["reject", "leave_out"]) {
            style.leavesOutUnreadable = word == "leave_out"
        }
        return style
    }

    private func dates(_ value: JSONValue, _ place: String) -> [DatePattern] {
        texts(value, place).flatMap { text in
            if text == "iso" { return DatePattern.iso }
            guard let pattern = DatePattern(text) else {
                reject(
                    place, .badDate,
                    "a pattern such as YYYY-MM-DD hh:mm:ss or D/M/YYYY, or iso, unix, unix_ms, excel or excel_1904")
                return []
            }
            return [pattern]
        }
    }

    private func numbers(_ object: JSONObject, _ place: String, over base: NumberStyle) -> NumberStyle {
        var style = base
        if let text = text(object["decimal"], place.appending(member: "decimal")) {
            style.decimal = text == "," ? "," : "."
            if text != ",", text != "." { reject(place.appending(member: "decimal"), .notAllowed, #""." or ",""#) }
            if style.thousands == style.decimal { style.thousands = nil }
        }
        if let text = text(object["thousands"], place.appending(member: "thousands")) {
            style.thousands = text.first
            if text.count != 1 || text.first == style.decimal || text.first?.isNumber == true {
                reject(
                    place.appending(member: "thousands"), .notAllowed,
                    "one character that is not the decimal point, such as \",\", \".\", \"'\" or \" \"")
            }
        }
        return style
    }

    // MARK: Conditions

    /// What stands in `skip_when`: a condition, or several of which one is enough.
    func skips(_ object: JSONObject, _ place: String) -> [[RowCondition]] {
        guard let value = object["skip_when"], value != .null else { return [] }
        let place = place.appending(member: "skip_when")
        let list = if case .array(let values) = value { values } else { [value] }
        return list.enumerated().compactMap { index, value in
            let place = place.appending(index: index)
            guard let object = self.object(value, place) else { return nil }
            rejectUnknown(object, place, known: Self.conditionMembers)
            return conditions(object, place)
        }
    }

    private static let tests = [
        "is", "is_not", "starts_with", "ends_with", "contains", "empty", "below", "above",
    ]

    /// The conditions of an object; each test counts, and all must hold, those of `all` too.
    func conditions(_ object: JSONObject, _ place: String) -> [RowCondition] {
        let others = object["all"].map { all($0, place.appending(member: "all")) } ?? []
        guard let name = text(object["column"], place.appending(member: "column")) else {
            if others.isEmpty { reject(place, .missing, "a condition names a column, or all: with several of them") }
            return others
        }
        let list = text(object["for_each"], place.appending(member: "for_each")).map { column($0) }
        if list == nil, object["skip_when"] != nil {
            reject(place.appending(member: "skip_when"), .missing, "a for_each beside it")
        }
        let skips = list == nil ? [] : skips(object, place)
        let isSlug = flag(object["slug"], place.appending(member: "slug"))
        let looked = column(name, nth: nth(object, place))
        return others
            + tests(object, place).map {
                RowCondition(column: looked, test: $0, list: list, skips: skips, isSlug: isSlug)
            }
    }

    private func all(_ value: JSONValue, _ place: String) -> [RowCondition] {
        let list = if case .array(let values) = value { values } else { [value] }
        return list.enumerated().flatMap { index, value -> [RowCondition] in
            let place = place.appending(index: index)
            guard let object = object(value, place) else { return [] }
            rejectUnknown(object, place, known: Self.conditionMembers)
            return conditions(object, place)
        }
    }

    private func tests(_ object: JSONObject, _ place: String) -> [RowCondition.Test] {
        let found = Self.tests.compactMap { word in
            object[word].flatMap { test(word, $0, place.appending(member: word)) }
        }
        if found.isEmpty {
            reject(place, .missing, "a condition has one of: " + Self.tests.joined(separator: ", "))
        }
        return found
    }

    static var conditionMembers: [String] { ["column", "nth", "all", "for_each", "skip_when", "slug"] + tests }

    private func test(_ word: String, _ value: JSONValue, _ place: String) -> RowCondition.Test? {
        switch word {
        case "is": return .among(texts(value, place))
        case "is_not": return .notAmong(texts(value, place))
        case "starts_with": return text(value, place).map { .startsWith($0) }
        case "ends_with": return text(value, place).map { .endsWith($0) }
        case "contains": return text(value, place).map { .contains($0) }
        case "empty": return .isEmpty(flag(value, place))
        default:
            guard let number = text(value, place).flatMap(Double.init) else {
                reject(place, .badNumber, "a number is expected")
                return nil
            }
            return word == "below" ? .below(number) : .above(number)
        }
    }
}
