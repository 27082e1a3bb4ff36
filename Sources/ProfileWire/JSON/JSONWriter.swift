import ProfileCore

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

    package init(reservingCapacity capacity: Int = 1024) {
        bytes.reserveCapacity(capacity)
    }

    /// Forgets what was written and keeps the memory.
    package mutating func removeAll() {
        bytes.removeAll(keepingCapacity: true)
        followsValue = false
    }

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
