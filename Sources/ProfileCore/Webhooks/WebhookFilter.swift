/// The events that an endpoint wants to hear of.
package struct WebhookFilter: Hashable, Sendable {
    /// Nil for all.
    package let kinds: Set<WebhookEvent.Kind>?
    /// Kinds that only a later version knows, which chose them beside these; never any where all kinds are heard.
    package let laterKinds: Set<String>
    /// An update counts when one of these sections reads differently; nil for any.
    package let sections: Set<String>?
    /// A change of tier counts when it leads from or to one of these; nil for any.
    package let tiers: Set<String>?

    package static let everything = WebhookFilter(kinds: nil, sections: nil, tiers: nil)

    package init(
        kinds: Set<WebhookEvent.Kind>?, laterKinds: Set<String> = [], sections: Set<String>?, tiers: Set<String>?
    ) {
        self.kinds = kinds
        self.laterKinds = kinds == nil ? [] : laterKinds
        self.sections = sections
        self.tiers = tiers
    }

    /// The words of all kinds that are chosen; nil for all there are.
    package var kindWords: Set<String>? { kinds.map { Set($0.map(\.rawValue)).union(laterKinds) } }

    /// `affected` names the sections that parts of a profile show in.
    package func accepts(_ event: WebhookEvent, affected: (ChangedParts) -> [String]) -> Bool {
        guard kinds?.contains(event.kind) ?? true else { return false }
        switch event.content {
        case .updated(let parts):
            return sections.map { !$0.isDisjoint(with: affected(parts)) } ?? true
        case .tierChanged(let from, let to):
            return tiers.map { tiers in [from, to].contains { $0.map(tiers.contains) ?? false } } ?? true
        default: return true
        }
    }

    /// The kind of event that introduces an unchanged profile; nil when the filter takes neither new nor changed
    /// profiles.
    package var introduction: WebhookEvent.Kind? {
        [.updated, .created].first { kinds?.contains($0) ?? true }
    }
}

extension WebhookFilter: Storable {
    package func write(to writer: inout ByteWriter) {
        writer.presence(kinds != nil, sections != nil, tiers != nil)
        if let kindWords { writer.strings(kindWords.sorted()) }
        if let sections { writer.strings(sections.sorted()) }
        if let tiers { writer.strings(tiers.sorted()) }
    }

    package init(from reader: inout ByteReader) throws(DecodingFailure) {
        var presence = try reader.presence()
        let kinds = presence.next() ? try reader.strings() : nil
        let sections = presence.next() ? try reader.strings() : nil
        let tiers = presence.next() ? try reader.strings() : nil
        self.init(
            kinds: kinds.map { Set($0.compactMap(WebhookEvent.Kind.init)) },
            laterKinds: Set((kinds ?? []).filter { WebhookEvent.Kind(rawValue: $0) == nil }),
            sections: sections.map { Set($0) }, tiers: tiers.map { Set($0) })
        try reader.pass(presence)
    }
}
