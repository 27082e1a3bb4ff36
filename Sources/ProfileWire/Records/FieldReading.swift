import ProfileCore

/// Reads the fields of a record, or of a part of one, from the members of a JSON object.
///
/// Missing members are reported after the others, so that findings come in the order in which people look for them.
struct FieldReading: FieldVisitor {
    private(set) var members: MemberReader
    private let defaultCurrency: Currency
    private let latestBirthday: Day
    /// Whether a store took it before: what it took is not judged again, by rules that may have come since.
    private let isRestoring: Bool
    /// Whether everything here merely describes.
    private let isLenient: Bool
    /// Whether what is not there is stated elsewhere, and is judged with that.
    private let isPart: Bool
    /// That of the amounts; nil when it is wrong.
    private var currency: Currency?
    private var missing: [String] = []

    init(_ members: MemberReader, _ context: DecodingContext, isPart: Bool = false) {
        self.init(
            members, defaultCurrency: context.defaultCurrency, latestBirthday: context.latestBirthday,
            isRestoring: context.isRestoring, isPart: isPart)
    }

    private init(
        _ members: MemberReader, defaultCurrency: Currency, latestBirthday: Day, isRestoring: Bool, isPart: Bool,
        currency: Currency? = nil
    ) {
        self.members = members
        self.defaultCurrency = defaultCurrency
        self.latestBirthday = latestBirthday
        self.isRestoring = isRestoring
        self.isPart = isPart
        self.currency = currency
        isLenient = members.findings.isLenient
    }

    private func reading(_ part: MemberReader, isPart: Bool) -> FieldReading {
        FieldReading(
            part, defaultCurrency: defaultCurrency, latestBirthday: latestBirthday, isRestoring: isRestoring,
            isPart: isPart, currency: currency)
    }

    // MARK: Parts

    private mutating func reportMissing() {
        members.findings.isLenient = isLenient
        if isPart { missing = [] }
        for name in missing { _ = members.required(name, String?.none) }
    }

    private mutating func read<Value>(
        _ field: Field, _ value: inout Value?, _ read: (inout MemberReader) -> Value?
    ) {
        value = self.read(field, read)
        if value == nil, field.isRequired { missing.append(field.name) }
    }

    private mutating func read<Value>(_ field: Field, _ read: (inout MemberReader) -> Value) -> Value {
        members.findings.isLenient = isLenient || field.isDescriptive
        return read(&members)
    }

    mutating func open(_ field: Field, isWhole: Bool, isPresent: Bool, _ visit: (inout FieldReading) -> Void) {
        guard let child = read(field, { $0.child(field.name) }) else { return }
        var part = reading(child, isPart: isPart)
        visit(&part)
    }

    mutating func openEach(
        _ field: Field, isWhole: Bool, atMost: Int, inRows: Bool, count: Int,
        _ visit: (inout FieldReading, Int?) -> Void
    ) {
        let elements = read(field) { $0.elements(field.name, atMost: atMost) }
        for (value, place) in elements {
            guard let element = MemberReader(value, at: place, members.findings, timeZone: members.timeZone) else {
                continue
            }
            var part = reading(element, isPart: false)
            visit(&part, nil)
        }
    }

    /// A part that says nothing is none, but a list may have such elements.
    mutating func close(_ fault: @autoclosure () -> FieldFault?, isBlank: @autoclosure () -> Bool) -> Bool {
        reportMissing()
        members.warnOfUnknownMembers()
        guard missing.isEmpty, !isBlank() else { return false }
        guard !isPart, let fault = fault() else { return true }
        if let rule = fault.rule { members.reject(fault.field, .outOfRange, rule) }
        return false
    }

    // MARK: Values

    mutating func text(_ field: Field, _ form: TextForm, _ value: inout String?) {
        let (name, kind) = (field.name, kind(of: form))
        read(field, &value) { members in
            switch kind {
            case .text: members.text(name, limit: form.limit)
            case .lines: members.text(name, limit: form.limit, multiline: true)
            case .word: members.word(name)
            case .channel: members.channel(name)
            case .code: members.code(name, limit: form.limit)
            case .reference: members.code(name, limit: form.limit).flatMap { members.unshortened(name, $0) }
            case .language: members.language(name)
            case .timeZone: members.timeZoneName(name)
            case .country: members.country(name)
            case .webAddress: members.webAddress(name, limit: form.limit)
            }
        }
    }

    private func kind(of form: TextForm) -> TextForm.Kind { isRestoring ? form.kind.unjudged : form.kind }

    mutating func integer(_ field: Field, _ form: IntegerForm, _ value: inout Int?) {
        read(field, &value) { members in
            switch form {
            case .whole(let range): members.integer(field.name, in: range)
            case .thousandths(let range): members.roundedThousandths(field.name, in: range)
            case .clock: members.clock(field.name)
            }
        }
    }

    mutating func choice(_ field: Field, _ words: [String], _ place: inout Int?) {
        read(field, &place) { $0.choice(field.name, among: words) }
    }

    mutating func flag(_ field: Field, _ value: inout Bool?) { read(field, &value) { $0.yesOrNo(field.name) } }
    mutating func moment(_ field: Field, _ value: inout Timestamp?) { read(field, &value) { $0.time(field.name) } }
    mutating func day(_ field: Field, _ value: inout Day?) { read(field, &value) { $0.day(field.name) } }

    mutating func birthday(_ field: Field, _ value: inout Birthday?) {
        let today = latestBirthday
        read(field, &value) { $0.birthday(field.name, on: today) }
    }

    mutating func quantity(_ field: Field, _ value: inout Quantity?) {
        read(field, &value) { $0.quantity(field.name) }
    }

    mutating func texts(_ field: Field, _ form: TextForm, atMost: Int, _ values: inout [String]) {
        let kind = kind(of: form)
        values = read(field) { members in
            switch kind {
            case .channel: members.channels(field.name, atMost: atMost)
            case .word: members.words(field.name, atMost: atMost)
            case .language: members.languages(field.name, atMost: atMost)
            default: members.texts(field.name, atMost: atMost, limit: form.limit)
            }
        }
    }

    mutating func weekdays(_ field: Field, _ values: inout [Weekday]) {
        values = read(field) { $0.weekdays(field.name) }
    }

    mutating func traits(_ field: Field, _ values: inout [String: TraitValue]) {
        values = read(field) { $0.traits(field.name) }
    }

    // MARK: Amounts

    mutating func currency(_ field: Field, _ value: inout Currency) {
        let standard = defaultCurrency
        let isPart = isPart
        currency = read(field) { $0.currency(field.name, default: standard, orUnnamed: isPart) }
        value = currency ?? standard
    }

    mutating func money(_ field: Field, _ value: inout MinorUnits?) {
        let currency = currency
        read(field, &value) { $0.money(field.name, currency) }
    }

    mutating func refund(_ field: Field, _ value: inout MinorUnits?) {
        money(field, &value)
        guard let amount = value, amount < 0 else { return }
        members.warn(field.name, .outOfRange, "a refund is written without a sign; the sign was ignored")
        value = 0 &- amount
    }

    mutating func price(_ field: Field, _ value: inout UnitPrice?) {
        let currency = currency
        read(field, &value) { $0.price(field.name, currency) }
    }

    mutating func price(_ field: Field, _ value: inout UnitPrice?, in currency: Field, _ code: inout Currency?) {
        read(currency, &code) { $0.currency(currency.name, default: nil) }
        let isWrong = code == nil && members.findings.hasProblem(at: members.pointer(currency.name))
        self.currency = code ?? (isWrong ? nil : defaultCurrency)
        price(field, &value)
        if value != nil { code = self.currency }
    }
}

extension FieldReading: BodySource {
    /// Nil when it lacks something. Further members are left to the caller.
    mutating func body<Part: RecordPart>(_: Part.Type) -> Part? {
        var part = Part.blank
        part.forEachField(&self)
        reportMissing()
        guard missing.isEmpty else { return nil }
        guard !isPart, let fault = part.fault else { return part }
        if let rule = fault.rule { members.reject(fault.field, .outOfRange, rule) }
        return nil
    }
}

extension TextForm.Kind {
    /// The one that takes whatever a text of this kind may say.
    fileprivate var unjudged: TextForm.Kind {
        switch self {
        case .text, .word, .channel, .language, .timeZone, .country, .webAddress: .text
        case .code, .reference: .code
        case .lines: .lines
        }
    }
}
