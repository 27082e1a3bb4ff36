import ProfileCore

/// The members of the record and the rules of their cells.
extension MappingReader {
    func members(
        _ object: JSONObject, _ place: String, _ fields: [FieldDescription], _ style: CellStyle
    ) -> [(name: String, node: MappedNode)] {
        rejectUnknown(object, place, known: fields.map(\.name))
        return object.members.compactMap { member in
            guard member.value != .null, let field = fields.first(where: { $0.name == member.name }) else { return nil }
            return node(member.value, place.appending(member: member.name), field.type, style).map { (member.name, $0) }
        }
    }

    private func node(
        _ value: JSONValue, _ place: String, _ type: FieldType, _ style: CellStyle
    ) -> MappedNode? {
        if case .object(let object) = value, let list = object["for_each"] {
            return each(list, object, place, type, style)
        }
        switch type {
        case .part(let fields):
            return object(value, place).map { .object(members($0, place, fields, style)) }
        case .names(let type): return names(value, place, type, style)
        case .list(.code) where isParted(value):
            return object(value, place).map { .object(members($0, place, FieldDescription.parted, style)) }
        case .list(let type): return list(value, place, type, style)
        case .rows(let fields): return list(value, place, .part(fields), style)
        default: return cell(value, place, CellForm(type), style).map { .cell($0) }
        }
    }

    /// Whether a mapping tells the primary identifier of a type from others.
    private func isParted(_ value: JSONValue) -> Bool {
        guard case .object(let object) = value else { return false }
        return FieldDescription.parted.contains { object[$0.name] != nil }
    }

    private func names(
        _ value: JSONValue, _ place: String, _ type: FieldType, _ style: CellStyle
    ) -> MappedNode? {
        guard let object = object(value, place) else { return nil }
        if isComposed(object) { return cell(value, place, .trait, style).map { .cell($0) } }
        return .object(
            object.members.compactMap { member in
                guard member.value != .null else { return nil }
                let place = place.appending(member: member.name)
                if member.name == "*" { return spread(member.value, place, type).map { (member.name, .spread($0)) } }
                return node(member.value, place, type, style)
                    .map { (member.name, $0) }
            })
    }

    /// What stands at `*`: the members of objects but those `without`, or of a list's elements name and value.
    private func spread(_ value: JSONValue, _ place: String, _ type: FieldType) -> SpreadRule? {
        guard let object = object(value, place) else { return nil }
        let isRepeatable = if case .list = type { true } else { false }
        guard let list = text(object["for_each"], place.appending(member: "for_each")) else {
            rejectUnknown(object, place, known: ["column", "columns", "without", "optional"])
            let isOptional = flag(object["optional"], place.appending(member: "optional"))
            let names = texts(object["columns"] ?? object["column"], place.appending(member: "column"))
            guard !names.isEmpty else {
                reject(place, .missing, "column: an object, or for_each: a list with the name and value of each")
                return nil
            }
            let without = Set(texts(object["without"], place.appending(member: "without")))
            let columns = names.map { column($0, isOptional: isOptional) }
            return SpreadRule(origin: .objects(columns, without: without), isRepeatable: isRepeatable)
        }
        rejectUnknown(object, place, known: ["for_each", "skip_when", "name", "value"])
        let skips = skips(object, place)
        guard let name = part("name", of: object, place), let value = part("value", of: object, place) else {
            return nil
        }
        return SpreadRule(
            origin: .list(column(list), skips: skips, name: name, value: value), isRepeatable: isRepeatable)
    }

    private func part(_ name: String, of object: JSONObject, _ place: String) -> CellRule? {
        let place = place.appending(member: name)
        guard let value = object[name], value != .null else {
            reject(place, .missing, "what in an element is the \(name)")
            return nil
        }
        return cell(value, place, name == "name" ? .text : .trait, CellStyle())
    }

    private func list(
        _ value: JSONValue, _ place: String, _ type: FieldType, _ style: CellStyle
    ) -> MappedNode? {
        if case .array(let values) = value {
            return .list(
                values.enumerated().compactMap { element($1, place.appending(index: $0), type, style) })
        }
        return element(value, place, type, style).map { .list([$0]) }
    }

    private func element(
        _ value: JSONValue, _ place: String, _ type: FieldType, _ style: CellStyle
    ) -> MappedNode? {
        if case .object(let object) = value, isComposed(object) {
            return cell(value, place, .trait, style).map { .cell($0) }
        }
        return node(value, place, type, style)
    }

    /// What each element of a list gives: the members beside `for_each` begin at the element.
    ///
    /// Within a list each element gives one of its own; elsewhere they are as the rows of a group.
    private func each(
        _ list: JSONValue, _ object: JSONObject, _ place: String, _ type: FieldType, _ style: CellStyle
    ) -> MappedNode? {
        guard let name = text(list, place.appending(member: "for_each")) else { return nil }
        let skips = skips(object, place)
        let rest = object.members.filter { !["for_each", "skip_when"].contains($0.name) }
        return node(.object(JSONObject(members: rest)), place, type, style)
            .map { .each(column(name), skips: skips, $0) }
    }

    /// Whether one cell holds all that a list or an object of names is made of.
    private func isComposed(_ object: JSONObject) -> Bool {
        guard case .string(let format)? = object["format"] else { return false }
        return format != "integer"
    }

    // MARK: Cells

    private static let cellMembers =
        [
            "column", "columns", "join", "value", "when", "table", "otherwise", "default", "prefix", "sum", "split",
            "format", "optional", "nth", "line_number", "round", "absolute", "first_of", "slug", "negated",
        ] + styleMembers

    func cell(_ value: JSONValue, _ place: String, _ form: CellForm, _ style: CellStyle) -> CellRule? {
        if let name = scalar(value) {
            return CellRule(form: form, input: .columns([column(name)], joinedBy: nil), style: style)
        }
        guard let object = object(value, place, expected: "the name of a column, or column: with options,") else {
            return nil
        }
        rejectUnknown(object, place, known: Self.cellMembers)
        guard let input = input(object, place) else { return nil }
        let style = self.style(object, place, over: style)
        let rule = CellRule(
            form: form, input: input, style: style, isNumbered: isNumbered(object, place),
            layout: layout(object, place), cases: cases(object, place, form, style), table: table(object, place),
            prefix: text(object["prefix"], place.appending(member: "prefix")) ?? "",
            fallback: text(object["default"], place.appending(member: "default")),
            isSum: flag(object["sum"], place.appending(member: "sum")),
            isAbsolute: flag(object["absolute"], place.appending(member: "absolute")),
            isNegated: flag(object["negated"], place.appending(member: "negated")),
            isSlug: flag(object["slug"], place.appending(member: "slug")), takesFirst: object["first_of"] != nil,
            roundedTo: rounding(object["round"], place.appending(member: "round")))
        if rule.isSum, form != .decimal { reject(place.appending(member: "sum"), .notAllowed, "only amounts add up") }
        return rule
    }

    private func scalar(_ value: JSONValue) -> String? {
        switch value {
        case .string(let text), .number(let text): text
        default: nil
        }
    }

    private func input(_ object: JSONObject, _ place: String) -> CellRule.Input? {
        let isOptional = flag(object["optional"], place.appending(member: "optional"))
        let names = names(object, place)
        let nth = nth(object, place)
        let constant = text(object["value"], place.appending(member: "value"))
        switch (names.isEmpty, constant) {
        case (false, nil):
            let join = text(object["join"], place.appending(member: "join"))
            return .columns(names.map { column($0, nth: nth, isOptional: isOptional) }, joinedBy: join)
        case (true, let constant?): return .constant(constant)
        case (true, nil) where isNumbered(object, place): return .columns([], joinedBy: nil)
        case (true, nil) where object["when"] != nil: return .constant("")
        default:
            reject(place, .missing, "either a column or a value")
            return nil
        }
    }

    /// The columns that a cell is read from, in one of three ways.
    private func names(_ object: JSONObject, _ place: String) -> [String] {
        let words = ["column", "columns", "first_of"].filter { object[$0] != nil }
        guard words.count <= 1 else {
            reject(place, .notAllowed, "one of column, columns and first_of")
            return []
        }
        return words.first.map { texts(object[$0], place.appending(member: $0)) } ?? []
    }

    private func isNumbered(_ object: JSONObject, _ place: String) -> Bool {
        flag(object["line_number"], place.appending(member: "line_number"))
    }

    private func rounding(_ value: JSONValue?, _ place: String) -> Int? {
        guard let text = text(value, place) else { return nil }
        if let decimals = Int(text), (0...6).contains(decimals) { return decimals }
        reject(place, .badNumber, "how many digits stay after the decimal point, from 0 to 6")
        return nil
    }

    private func layout(_ object: JSONObject, _ place: String) -> CellRule.Layout {
        if let separator = text(object["split"], place.appending(member: "split")), !separator.isEmpty {
            return .split(separator)
        }
        switch text(object["format"], place.appending(member: "format")) {
        case nil: return .single
        case "list": return .list
        case "identifiers": return .identifiers
        case "json": return .json
        case "integer": return .whole
        default:
            reject(place.appending(member: "format"), .notAllowed, "one of: integer, list, identifiers, json")
            return .single
        }
    }

    /// The first case whose conditions hold gives the value; what it does not say is as in the rule around it.
    private func cases(_ object: JSONObject, _ place: String, _ form: CellForm, _ style: CellStyle) -> [CellRule.Case] {
        guard let value = object["when"], value != .null else { return [] }
        let place = place.appending(member: "when")
        let list = if case .array(let values) = value { values } else { [value] }
        return list.enumerated().compactMap { index, value in
            let place = place.appending(index: index)
            guard let object = self.object(value, place) else { return nil }
            rejectUnknown(object, place, known: Self.conditionMembers + ["value", "from"])
            let conditions = conditions(object, place)
            if let from = text(object["from"], place.appending(member: "from")) {
                let rule = CellRule(form: form, input: .columns([column(from)], joinedBy: nil), style: style)
                return CellRule.Case(conditions: conditions, rule: rule)
            }
            // A case without value leaves the member out.
            let constant = text(object["value"], place.appending(member: "value")) ?? ""
            return CellRule.Case(
                conditions: conditions, rule: CellRule(form: form, input: .constant(constant), style: style))
        }
    }

    private func table(_ object: JSONObject, _ place: String) -> ValueTable? {
        let otherwise = text(object["otherwise"], place.appending(member: "otherwise"))
        guard let value = object["table"], value != .null else {
            if otherwise != nil { reject(place.appending(member: "otherwise"), .missing, "a table beside it") }
            return nil
        }
        let place = place.appending(member: "table")
        guard let words = self.object(value, place, expected: "their words, each with ours,") else { return nil }
        var table = ValueTable(otherwise: otherwise)
        for member in words.members {
            table.words[member.name] = .some(text(member.value, place.appending(member: member.name)))
        }
        return table
    }
}
