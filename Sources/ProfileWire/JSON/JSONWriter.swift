package import ProfileCore

/// Writes JSON as UTF-8 bytes, setting the commas itself.
///
/// The caller keeps the order: a key before each value of an object, as many ends as beginnings.
package struct JSONWriter: Sendable {
    package private(set) var bytes: [UInt8] = []
    /// Whether a value was the last thing written, so that the next one needs a comma before it. One flag does for
    /// every depth, because what follows an end is always in the state of "a value was just written".
    private var followsValue = false
    /// That of amounts, which records state once.
    var currency: Currency?
    /// Places in `bytes` where something may be put in later, ascending.
    private(set) var seams: [Int] = []

    package init(reservingCapacity capacity: Int = 1024) {
        bytes.reserveCapacity(capacity)
    }

    /// Forgets what was written and keeps the memory.
    package mutating func removeAll() {
        bytes.removeAll(keepingCapacity: true)
        seams.removeAll(keepingCapacity: true)
        followsValue = false
    }

    /// Remembers the end of what was written.
    mutating func seam() { seams.append(bytes.count) }

    // MARK: Structure

    package mutating func beginObject() { begin(UInt8(ascii: "{")) }
    package mutating func endObject() { end(UInt8(ascii: "}")) }
    package mutating func beginArray() { begin(UInt8(ascii: "[")) }
    package mutating func endArray() { end(UInt8(ascii: "]")) }

    package mutating func object(_ members: (inout JSONWriter) -> Void) {
        beginObject()
        members(&self)
        endObject()
    }

    package mutating func array<Elements: Sequence>(
        of elements: Elements, _ write: (inout JSONWriter, Elements.Element) -> Void
    ) {
        beginArray()
        for element in elements { write(&self, element) }
        endArray()
    }

    /// The key of the next value; `name` needs no escaping.
    package mutating func key(_ name: StaticString) {
        name.withUTF8Buffer { appendQuoted($0, thenColon: true) }
        followsValue = false
    }

    /// The key of the next value; `name` needs no escaping.
    mutating func key(plain name: String) {
        var name = name
        name.withUTF8 { appendQuoted($0, thenColon: true) }
        followsValue = false
    }

    /// The key of the next value, escaped.
    package mutating func key(named name: String) {
        string(name)
        bytes.append(UInt8(ascii: ":"))
        followsValue = false
    }

    // MARK: Values

    package mutating func null() { literal("null") }

    package mutating func bool(_ value: Bool) { literal(value ? "true" : "false") }

    package mutating func integer(_ value: some FixedWidthInteger & SignedInteger) {
        beginValue()
        DecimalText.append(Int64(clamping: value), to: &bytes)
    }

    /// A number already in JSON's own form.
    package mutating func number(text: String) {
        beginValue()
        bytes.append(contentsOf: text.utf8)
    }

    package mutating func string(_ value: String) {
        if value.utf8.withContiguousStorageIfAvailable({ string($0) }) == nil {
            Array(value.utf8).withUnsafeBufferPointer { string($0) }
        }
    }

    private mutating func string(_ text: UnsafeBufferPointer<UInt8>) {
        if JSONEscape.isNeeded(in: text) {
            quoted { JSONEscape.append(text, to: &$0) }
        } else {
            appendQuoted(text)
            followsValue = true
        }
    }

    /// A whole JSON value that was rendered before, copied as it is.
    package mutating func value(rendered: [UInt8]) {
        beginValue()
        bytes.append(contentsOf: rendered)
    }

    /// A string whose content `append` adds itself and that needs no escaping.
    mutating func quoted(_ append: (inout [UInt8]) -> Void) {
        beginValue()
        bytes.append(UInt8(ascii: "\""))
        append(&bytes)
        bytes.append(UInt8(ascii: "\""))
    }

    /// A bare value that `append` adds itself.
    mutating func bare(_ append: (inout [UInt8]) -> Void) {
        beginValue()
        append(&bytes)
    }

    // MARK: Bytes

    /// In one step, since most of a document is names and short texts.
    private mutating func appendQuoted(_ text: UnsafeBufferPointer<UInt8>, thenColon: Bool = false) {
        bytes.append(addingCapacity: text.count + 4) { [followsValue] span in
            if followsValue { span.append(UInt8(ascii: ",")) }
            span.append(UInt8(ascii: "\""))
            span.append(copying: text)
            span.append(UInt8(ascii: "\""))
            if thenColon { span.append(UInt8(ascii: ":")) }
        }
    }

    private mutating func literal(_ text: StaticString) {
        beginValue()
        text.withUTF8Buffer { bytes.append(contentsOf: $0) }
    }

    // MARK: Commas

    private mutating func begin(_ bracket: UInt8) {
        separate()
        bytes.append(bracket)
        followsValue = false
    }

    private mutating func end(_ bracket: UInt8) {
        bytes.append(bracket)
        followsValue = true
    }

    private mutating func beginValue() {
        separate()
        followsValue = true
    }

    private mutating func separate() {
        if followsValue { bytes.append(UInt8(ascii: ",")) }
    }
}

extension OutputSpan<UInt8> {
    /// There has to be room for it.
    fileprivate mutating func append(copying text: UnsafeBufferPointer<UInt8>) {
        withUnsafeMutableBufferPointer { free, count in
            count = free[count...].initialize(fromContentsOf: text)
        }
    }
}

/// Whole members in one line; a nil value is written as null, or left out by the `present` forms.
extension JSONWriter {
    package mutating func member(_ name: StaticString, _ value: String?) {
        key(name)
        if let value { string(value) } else { null() }
    }

    package mutating func member(_ name: StaticString, _ value: Int?) {
        key(name)
        if let value { integer(value) } else { null() }
    }

    package mutating func member(_ name: StaticString, _ value: Bool?) {
        key(name)
        if let value { bool(value) } else { null() }
    }

    package mutating func member(_ name: StaticString, _ value: Timestamp?) {
        key(name)
        if let value { time(value) } else { null() }
    }

    package mutating func member(_ name: StaticString, _ value: Day?) {
        key(name)
        if let value { day(value) } else { null() }
    }

    /// `write` gives the value.
    package mutating func member(_ name: StaticString, _ write: (inout JSONWriter) -> Void) {
        key(name)
        write(&self)
    }

    package mutating func present(_ name: StaticString, _ value: String?) {
        if let value { member(name, value) }
    }

    package mutating func present(_ name: StaticString, _ value: Int?) {
        if let value { member(name, value) }
    }

    package mutating func present(_ name: StaticString, _ value: Timestamp?) {
        if let value { member(name, value) }
    }

    package mutating func present(_ name: StaticString, _ value: Day?) {
        if let value { member(name, value) }
    }

    /// `write` gives the value, when there is one.
    package mutating func present<Value>(
        _ name: StaticString, _ value: Value?, _ write: (inout JSONWriter, Value) -> Void
    ) {
        guard let value else { return }
        key(name)
        write(&self, value)
    }
}

/// Core values in the forms of the HTTP contract.
extension JSONWriter {
    /// RFC 3339 in UTC, as a string.
    package mutating func time(_ time: Timestamp) {
        quoted { TimeText.append(time, to: &$0) }
    }

    /// `YYYY-MM-DD`, as a string.
    package mutating func day(_ day: Day) {
        quoted { TimeText.append(day, to: &$0) }
    }

    /// Minutes after midnight as `HH:MM`, up to `24:00`.
    package mutating func clock(minute: Int) {
        quoted { TimeText.append(clockMinute: minute, to: &$0) }
    }

    /// Money as a decimal string with exactly the currency's digits.
    package mutating func money(_ amount: MinorUnits, _ currency: Currency) {
        quoted { DecimalText.append(amount, decimals: currency.exponent, atLeast: currency.exponent, to: &$0) }
    }

    /// A unit price as a decimal string with at least the currency's digits.
    package mutating func price(_ price: UnitPrice, _ currency: Currency) {
        quoted { DecimalText.append(price, currency, to: &$0) }
    }

    /// A quantity as a number without trailing zeros.
    package mutating func quantity(_ quantity: Quantity) {
        bare { DecimalText.append(quantity.thousandths, decimals: 3, atLeast: 0, to: &$0) }
    }

    /// A count of thousandths as a number without trailing zeros, as for shares and scores.
    package mutating func decimal(thousandths: Int64) {
        bare { DecimalText.append(thousandths, decimals: 3, atLeast: 0, to: &$0) }
    }

    /// The number nearest to `value` with that many decimals, without trailing zeros; null when it is not finite.
    package mutating func decimal(_ value: Double, decimals: Int) {
        var scaled = value
        for _ in 0..<decimals { scaled *= 10 }
        guard let units = Int64(exactly: scaled.rounded()) else { return null() }
        bare { DecimalText.append(units, decimals: decimals, atLeast: 0, to: &$0) }
    }

    package mutating func trait(_ value: TraitValue) {
        switch value {
        case .null: null()
        case .bool(let value): bool(value)
        case .number(let text): number(text: text)
        case .text(let text): string(text)
        case .list(let values): array(of: values) { $0.trait($1) }
        case .object(let members): traits(members)
        }
    }

    /// The members in the order of their names, so that equal traits give equal bytes.
    package mutating func traits(_ members: [String: TraitValue]) {
        beginObject()
        for (name, value) in members.sorted(by: { $0.key < $1.key }) {
            key(named: name)
            trait(value)
        }
        endObject()
    }
}

extension JSONWriter {
    /// A value with all that is in it, as it was read.
    package mutating func value(_ value: JSONValue) {
        switch value {
        case .null: null()
        case .bool(let value): bool(value)
        case .number(let text): number(text: text)
        case .string(let text): string(text)
        case .array(let values): array(of: values) { $0.value($1) }
        case .object(let object):
            beginObject()
            for member in object.members {
                key(named: member.name)
                self.value(member.value)
            }
            endObject()
        }
    }
}
