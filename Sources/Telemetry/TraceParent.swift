/// Where in a trace something happens, as of W3C Trace Context: what one service tells the next.
package struct TraceParent: Hashable, Sendable {
    package let trace: TraceID
    package let span: SpanID
    package let isSampled: Bool
    /// What others noted of the trace, which is passed on as it came; empty for none.
    package var state = ""

    /// More than what has to be passed on, in bytes, is dropped.
    private static let longestState = 512

    package init(trace: TraceID, span: SpanID, isSampled: Bool, state: String = "") {
        (self.trace, self.span, self.isSampled, self.state) = (trace, span, isSampled, state)
    }

    /// Of the header fields `traceparent` and `tracestate`; nil for what is none, which begins a trace anew.
    package init?(_ parent: String, state: String? = nil) {
        let parts = parent.split(separator: "-", omittingEmptySubsequences: false)
        guard parts.count >= 4, let version = UInt8(hexadecimal: parts[0]), version != 0xFF,
            version > 0 || parts.count == 4, let trace = TraceID(parts[1]), let span = SpanID(parts[2]),
            let flags = UInt8(hexadecimal: parts[3])
        else { return nil }
        self.init(trace: trace, span: span, isSampled: flags & 1 == 1, state: state.flatMap(Self.kept) ?? "")
    }

    private static func kept(_ state: String) -> String? {
        let isPlain = state.utf8.allSatisfy { (0x20..<0x7F).contains($0) }
        return isPlain && state.utf8.count <= longestState ? state : nil
    }

    /// The header field `traceparent`.
    package var text: String { "00-\(trace.text)-\(span.text)-\(isSampled ? "01" : "00")" }
}

/// 128 bits, not all of them zero.
package struct TraceID: Hashable, Sendable {
    let high: UInt64
    let low: UInt64

    static func random() -> TraceID {
        TraceID(high: .random(in: .min ... .max), low: .random(in: 1 ... .max))
    }

    private init(high: UInt64, low: UInt64) {
        (self.high, self.low) = (high, low)
    }

    /// 32 hexadecimal digits in small letters.
    init?(_ text: some StringProtocol) {
        guard text.utf8.count == 32, let high = UInt64(hexadecimal: text.prefix(16)),
            let low = UInt64(hexadecimal: text.suffix(16)), high | low != 0
        else { return nil }
        self.init(high: high, low: low)
    }

    package var text: String { high.hexadecimal + low.hexadecimal }
}

/// 64 bits, not all of them zero.
package struct SpanID: Hashable, Sendable {
    private let bits: UInt64

    static func random() -> SpanID { SpanID(bits: .random(in: 1 ... .max)) }

    private init(bits: UInt64) {
        self.bits = bits
    }

    /// 16 hexadecimal digits in small letters.
    init?(_ text: some StringProtocol) {
        guard let bits = UInt64(hexadecimal: text), bits != 0 else { return nil }
        self.init(bits: bits)
    }

    package var text: String { bits.hexadecimal }
}

extension FixedWidthInteger where Self: UnsignedInteger {
    /// Nil unless the text is just as many digits as there are, in small letters.
    fileprivate init?(hexadecimal text: some StringProtocol) {
        let isPlain = text.utf8.allSatisfy {
            (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) || (UInt8(ascii: "a")...UInt8(ascii: "f")).contains($0)
        }
        guard isPlain, text.utf8.count == Self.bitWidth / 4 else { return nil }
        self.init(text, radix: 16)
    }

    fileprivate var hexadecimal: String {
        let digits = String(self, radix: 16)
        return String(repeating: "0", count: Self.bitWidth / 4 - digits.utf8.count) + digits
    }
}
