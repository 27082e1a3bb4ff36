import InboundWebhooks
import ProfileCore
package import ProfileWire
import Synchronization

/// How messages of tracking libraries are taken.
package struct TrackingSettings: Sendable {
    /// Makes records of messages; nil where none are taken.
    package var mapping: Mapping?
    /// By source, where one has its own.
    package var mappings: [String: Mapping]
    /// The origins of pages that may send messages from a browser; `*` is every page.
    package var origins: Set<String>
    /// Of CloudEvents by their type; one that ends with `*` is for all types that begin so.
    package var events: [String: Mapping]

    package init(
        mapping: Mapping? = nil, mappings: [String: Mapping] = [:], origins: Set<String> = [],
        events: [String: Mapping] = [:]
    ) {
        (self.mapping, self.mappings, self.origins, self.events) = (mapping, mappings, origins, events)
    }

    package static let everyPage = "*"
}

/// What calls of tracking libraries share.
struct Tracking: Sendable {
    let mappings: SourceMappings
    let events: EventMappings
    let slots: StreamSlots
    /// Of calls that say only in the body whose they are: they stand in nobody's way but their own.
    let keylessSlots: StreamSlots
    private let origins: Set<String>

    init(_ settings: TrackingSettings, calls: Int, keyless: Int) {
        mappings = SourceMappings(settings.mapping, bySource: settings.mappings)
        events = EventMappings(settings.events)
        slots = StreamSlots(calls)
        keylessSlots = StreamSlots(keyless)
        origins = settings.origins
    }

    /// What a page of `origin` is told about who may read the answer; nil when it is not to.
    func allowed(_ origin: String?) -> String? {
        guard let origin else { return nil }
        if origins.contains(TrackingSettings.everyPage) { return TrackingSettings.everyPage }
        return origins.contains(origin.lowercased()) ? origin : nil
    }
}

/// Mappings laid on sources, so that no call has to do so.
final class SourceMappings: Sendable {
    private struct Bound {
        /// No birthday lies after it, so that a mapping is laid anew each day.
        let day: Day
        let mapping: DocumentMapping
    }

    private static let most = 1_000

    private let standard: Mapping?
    private let bySource: [String: Mapping]
    private let bound = Mutex<[String: Bound]>([:])
    /// The members that are read of documents; nil where that may be any.
    let membersRead: MemberFilter?

    init(_ standard: Mapping?, bySource: [String: Mapping] = [:]) {
        (self.standard, self.bySource) = (standard, bySource)
        membersRead = bySource.isEmpty ? standard?.membersRead : nil
    }

    /// Nil where there is none. Without a source, records are of the one that the mapping names.
    func mapping(for source: String?, on day: Day) -> DocumentMapping? {
        let name = source ?? ""
        if let known = bound.withLock({ $0[name] }), known.day == day { return known.mapping }
        guard let mapping = bySource[name] ?? standard,
            let fresh = try? DocumentMapping(
                source.map(mapping.stating) ?? mapping, today: day.advanced(by: 1))
        else { return nil }
        bound.withLock { bound in
            if bound.count >= Self.most { bound = [:] }
            bound[name] = Bound(day: day, mapping: fresh)
        }
        return fresh
    }
}

/// Mappings by types of events.
struct EventMappings: Sendable {
    private let rules: EventRules<SourceMappings>

    init(_ mappings: [String: Mapping]) {
        rules = EventRules(mappings.map { ($0.key, SourceMappings($0.value)) })
    }

    /// Nil for a type that has none.
    func mapping(_ type: String, for source: String?, on day: Day) -> DocumentMapping? {
        rules.action(for: type)?.mapping(for: source, on: day)
    }
}
