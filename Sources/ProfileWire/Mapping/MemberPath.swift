/// Which members of a JSON element a mapping names.
///
/// `customer.email` goes from name to name, `line_items[].sku` through every element of a list, `line_items[0].sku`
/// to one. `/a.b/0` is a JSON pointer (RFC 6901), for names with a dot or a bracket; there a step `[]` stands for every
/// element. `.` is the element itself, and with `$` in front a path begins at the whole document instead.
struct MemberPath: Hashable, Sendable {
    enum Step: Hashable, Sendable {
        /// A member of an object by its name, or an element of a list by its number, from 0.
        case name(String)
        case each
    }

    let steps: [Step]
    /// Whether it begins at the whole document, wherever in it the element stands.
    let isRooted: Bool
    /// Whether it may lead to several values.
    let isList: Bool

    /// What is right, for people.
    static let rule = "a path such as customer.email, line_items[].sku, /customer/email, or $.id of the whole document"

    /// How many places are named of a path that leads to many.
    private static let placesNamed = 20

    /// Nil for a text that is no path.
    init?(_ text: String) {
        var rest = Substring(text)
        isRooted = text == "$" || ["$.", "$/", "$["].contains { text.hasPrefix($0) }
        if isRooted {
            rest = rest.dropFirst()
            if rest.first == "." { rest = rest.dropFirst() }
        }
        if rest == "." || rest.isEmpty && text == "$" {
            steps = []
        } else {
            guard let steps = rest.first == "/" ? Self.pointer(rest) : Self.dotted(rest) else { return nil }
            self.steps = steps
        }
        isList = steps.contains(.each)
    }

    private init(steps: [Step]) {
        (self.steps, isRooted, isList) = (steps, false, steps.contains(.each))
    }

    /// Every element of a list.
    static let elements = MemberPath(steps: [.each])

    private static func pointer(_ text: Substring) -> [Step]? {
        var steps: [Step] = []
        for part in text.dropFirst().split(separator: "/", omittingEmptySubsequences: false) {
            let escapes = part.split(separator: "~", omittingEmptySubsequences: false).dropFirst()
            guard escapes.allSatisfy({ $0.first == "0" || $0.first == "1" }) else { return nil }
            let name = part.replacing("~1", with: "/").replacing("~0", with: "~")
            steps.append(name == "[]" ? .each : .name(String(name)))
        }
        return steps
    }

    private static func dotted(_ text: Substring) -> [Step]? {
        var steps: [Step] = []
        for (index, part) in text.split(separator: ".", omittingEmptySubsequences: false).enumerated() {
            let name = part.prefix { $0 != "[" }
            // Only at the very start may brackets stand alone: there the element itself is the list.
            guard !name.isEmpty || index == 0 && !part.isEmpty else { return nil }
            if !name.isEmpty { steps.append(.name(String(name))) }
            guard let brackets = brackets(part[name.endIndex...]) else { return nil }
            steps += brackets
        }
        return steps
    }

    /// `[]` and `[0]`, any number of them.
    private static func brackets(_ text: Substring) -> [Step]? {
        var (rest, steps): (Substring, [Step]) = (text, [])
        while !rest.isEmpty {
            guard rest.first == "[", let end = rest.firstIndex(of: "]") else { return nil }
            let inner = rest[rest.index(after: rest.startIndex)..<end]
            guard inner.isEmpty || Int(inner).map({ $0 >= 0 }) == true else { return nil }
            steps.append(inner.isEmpty ? .each : .name(String(inner)))
            rest = rest[rest.index(after: end)...]
        }
        return steps
    }

    /// As a mapping writes it: with dots where names allow that.
    static func text(_ steps: [Step]) -> String {
        let isPlain = steps.allSatisfy { step in
            guard case .name(let name) = step else { return true }
            return !name.isEmpty && !name.contains { ".[]$/".contains($0) }
        }
        return steps.reduce("") { text, step in
            switch step {
            case .each: text + (isPlain ? "[]" : "/[]")
            case .name(let name) where isPlain: text + (text.isEmpty ? "" : ".") + name
            case .name(let name): text.appending(member: name)
            }
        }
    }

    // MARK: Following it

    /// What it leads to, in the order of the document; nulls and what is not there are left out.
    func values(in row: ElementRow) -> [JSONValue] {
        guard isList else { return value(in: row).map { [$0] } ?? [] }
        var found: [JSONValue] = []
        Self.follow(steps[...], isRooted ? row.document : row.element) { found.append($0) }
        return found
    }

    /// What it leads to where that is one value at most; nil for null and what is not there.
    func value(in row: ElementRow) -> JSONValue? {
        var value = isRooted ? row.document : row.element
        for case .name(let name) in steps {
            guard let next = value[step: name] else { return nil }
            value = next
        }
        return value.isNull ? nil : value
    }

    private static func follow(_ steps: ArraySlice<Step>, _ value: JSONValue, _ take: (JSONValue) -> Void) {
        guard !value.isNull else { return }
        guard let step = steps.first else { return take(value) }
        switch step {
        case .name(let name):
            if let value = value[step: name] { follow(steps.dropFirst(), value, take) }
        case .each:
            guard case .array(let values) = value else { return follow(steps.dropFirst(), value, take) }
            for element in values { follow(steps.dropFirst(), element, take) }
        }
    }

    /// Whether anything may stand where it leads to: below a null, and in an empty list, it may.
    func isThere(in row: ElementRow) -> Bool {
        Self.isThere(steps[...], isRooted ? row.document : row.element)
    }

    private static func isThere(_ steps: ArraySlice<Step>, _ value: JSONValue) -> Bool {
        guard let step = steps.first, !value.isNull else { return true }
        switch step {
        case .name(let name): return value[step: name].map { isThere(steps.dropFirst(), $0) } ?? false
        case .each:
            guard case .array(let values) = value else { return isThere(steps.dropFirst(), value) }
            return values.isEmpty || values.contains { isThere(steps.dropFirst(), $0) }
        }
    }

    /// Whether null, or a text without anything in it, stands where it leads to.
    func isEmptied(in row: ElementRow) -> Bool {
        var value = isRooted ? row.document : row.element
        for step in steps {
            guard case .name(let name) = step, let next = value[step: name] else { return false }
            value = next
        }
        return value.isNull || value.text.map { CleanText.clean($0).isEmpty } ?? false
    }

    /// What it leads to, each with its place.
    func rows(in row: ElementRow) -> [ElementRow] {
        var rows = [ElementRow(row, isRooted ? row.document : row.element, at: isRooted ? row.root : row.pointer)]
        for step in steps {
            switch step {
            case .name(let name):
                rows = rows.compactMap { row in
                    row.element[step: name].map { ElementRow(row, $0, at: row.pointer.appending(member: name)) }
                }
            case .each:
                rows = rows.flatMap { row in
                    row.element.listed(at: row.pointer).map { ElementRow(row, $0.value, at: $0.place) }
                }
            }
        }
        return rows.filter { !$0.element.isNull }
    }

    /// Whether it goes on by the name of a member where `element` has none: a number, a text or a list stands where an
    /// object should. What stands for nothing in other programs, an empty text or `false`, is no such element.
    func misses(_ element: JSONValue) -> Bool {
        guard !isRooted, let step = steps.first else { return false }
        return Self.misses(step, element)
    }

    private static func misses(_ step: Step, _ element: JSONValue) -> Bool {
        guard case .name(let name) = step else { return false }
        switch element {
        case .object, .null, .bool(false): return false
        case .string(let text): return !CleanText.clean(text).isEmpty
        case .array: return Int(name) == nil
        case .number, .bool: return true
        }
    }

    /// How many elements of lists on its way are no objects, though it goes on by the name of a member.
    func missed(in row: ElementRow) -> Int {
        isList ? Self.missed(steps[...], isRooted ? row.document : row.element) : 0
    }

    private static func missed(_ steps: ArraySlice<Step>, _ value: JSONValue) -> Int {
        guard let step = steps.first else { return 0 }
        let rest = steps.dropFirst()
        switch step {
        case .name(let name): return value[step: name].map { missed(rest, $0) } ?? 0
        case .each:
            guard case .array(let values) = value else { return missed(rest, value) }
            return values.reduce(0) { sum, element in
                sum + (rest.first.map { misses($0, element) } == true ? 1 : missed(rest, element))
            }
        }
    }

    /// The JSON pointers of what it leads to, also where nothing stands: the first few.
    func pointers(in row: ElementRow) -> [String] {
        var places: [String] = []
        trace(steps[...], isRooted ? row.document : row.element, at: isRooted ? row.root : row.pointer, &places)
        return places
    }

    private func trace(_ steps: ArraySlice<Step>, _ value: JSONValue?, at place: String, _ places: inout [String]) {
        guard places.count < Self.placesNamed else { return }
        switch steps.first {
        case nil: places.append(place)
        case .name(let name)?:
            trace(steps.dropFirst(), value?[step: name], at: place.appending(member: name), &places)
        case .each?:
            for element in value?.listed(at: place, most: Self.placesNamed) ?? [] {
                trace(steps.dropFirst(), element.value, at: element.place, &places)
            }
        }
    }
}

/// An element of a JSON document that a record, or a part of one, is read from. A class, since each cell takes it up.
final class ElementRow: Sendable {
    /// Which line or element of its file the document is, from 1.
    let number: Int
    let document: JSONValue
    let element: JSONValue
    /// Where the document stands in what was sent, as a JSON pointer: empty where it is all of it.
    let root: String
    /// Where the element stands there.
    let pointer: String

    /// A whole document.
    init(_ document: JSONValue, number: Int, at root: String = "") {
        (self.number, self.document, self.root) = (number, document, root)
        (element, pointer) = (document, root)
    }

    /// A part of the document of another row.
    init(_ row: ElementRow, _ element: JSONValue, at pointer: String) {
        (number, document, root) = (row.number, row.document, row.root)
        (self.element, self.pointer) = (element, pointer)
    }
}

extension JSONValue {
    /// Without comparing what is no null.
    fileprivate var isNull: Bool { if case .null = self { true } else { false } }

    fileprivate subscript(step name: String) -> JSONValue? {
        switch self {
        case .object(let object): return object[name]
        case .array(let values):
            guard let index = Int(name), values.indices.contains(index) else { return nil }
            return values[index]
        default: return nil
        }
    }

    /// The first `most` elements of a list that stands at `place`, each with its own; a value where a list is expected
    /// is a list of one, as some programs write those.
    fileprivate func listed(at place: String, most: Int = .max) -> [(value: JSONValue, place: String)] {
        switch self {
        case .array(let values): values.prefix(most).enumerated().map { ($1, place.appending(index: $0)) }
        case .null: []
        default: [(self, place)]
        }
    }
}
