/// Why stored bytes make no sense.
package enum DecodingFailure: Error, Hashable, Sendable {
    /// They end too early.
    case truncated
    /// They go on after the value's end.
    case trailing
    /// They begin with a format this version does not know: most likely a newer one wrote them.
    case unknownFormat(UInt8)
    /// A part has a value it cannot have; the part is named, never its value.
    case invalid(StaticString)

    package static func == (left: DecodingFailure, right: DecodingFailure) -> Bool {
        left.detail == right.detail
    }

    package func hash(into hasher: inout Hasher) {
        hasher.combine(detail)
    }

    /// A description without any stored value.
    package var detail: String {
        switch self {
        case .truncated: "stored bytes end too early"
        case .trailing: "stored bytes go on after their end"
        case .unknownFormat(let format): "stored bytes have format \(format), which this version does not know"
        case .invalid(let part): "stored bytes hold an impossible \(part)"
        }
    }
}
