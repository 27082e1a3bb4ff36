package import ProfileCore
package import ProfileWire

/// A message that a record was deleted: an object with its id.
package struct WithdrawnDocument: Sendable {
    /// A text or a number as it was written; nil where there is none.
    package let id: JSONValue?
    /// When it was deleted; nil where the sender does not say.
    package let deletedAt: Timestamp?

    package init(_ document: JSONValue) {
        guard case .object(let object) = document else {
            (id, deletedAt) = (nil, nil)
            return
        }
        if let detail = object.zendeskDetail {
            (id, deletedAt) = (detail.written("id"), object.plainText("time").flatMap(Self.moment))
        } else {
            id = object.written("id") ?? object.written("objectId")
            deletedAt = object.plainText("occurredAt").flatMap(Self.moment)
        }
    }

    /// Milliseconds since 1970 of times after 1973, and before that what was meant as seconds.
    private static let milliseconds: ClosedRange<Int64> = 100_000_000_000...8_000_000_000_000

    /// In milliseconds since 1970, or as of RFC 3339.
    private static func moment(_ text: String) -> Timestamp? {
        guard let number = Int64(text) else { return Timestamp(text: text) }
        return milliseconds.contains(number) ? Timestamp(milliseconds: number) : nil
    }
}

extension JSONObject {
    /// What an event of Zendesk is about; its own id and time stand beside it.
    fileprivate var zendeskDetail: JSONObject? {
        guard plainText("type")?.hasPrefix("zen:event-type:") == true, case .object(let detail)? = self["detail"] else {
            return nil
        }
        return detail
    }

    fileprivate func written(_ name: String) -> JSONValue? { plainText(name) == nil ? nil : self[name] }
}
