/// What a journey shows of one of the latest activities, in texts of bounded length.
package struct ActivityDigest: Recorded {
    /// In characters.
    static let textLimit = 100

    package let source: String
    package let id: String
    package let at: Timestamp
    /// A word of `ActivityType`; a later version may know more of them.
    package let type: String
    package let sku: String?
    /// Of the product or the page.
    package let name: String?
    package let query: String?
    /// Where the page lies.
    package let page: String?

    package init(
        source: String, id: String, at: Timestamp, type: String, sku: String?, name: String?, query: String?,
        page: String?
    ) {
        self.source = source
        self.id = id
        self.at = at
        self.type = type
        self.sku = sku
        self.name = name
        self.query = query
        self.page = page
    }

    /// Nil for an activity of another type than `types`.
    init?(_ event: CountedActivity, of types: [ActivityType]) {
        let activity = event.record
        guard let type = activity.knownType, types.contains(type) else { return nil }
        let line = { (text: String) in PromiseDigest.line(text, upTo: Self.textLimit) }
        self.init(
            source: event.key.source, id: event.key.id, at: activity.occurredAt, type: activity.type,
            sku: activity.sku, name: activity.name.map(line), query: activity.query.map(line),
            page: activity.url.flatMap(PageAddress.page))
    }

    package func has(_ type: ActivityType) -> Bool { self.type == type.rawValue }
}

/// How somebody came to the pages.
package struct ArrivalDigest: Recorded {
    package let source: String
    package let id: String
    package let at: Timestamp
    /// The host of the page that led here.
    package let referrer: String?
    package let medium: String?
    package let campaign: String?

    package init(source: String, id: String, at: Timestamp, referrer: String?, medium: String?, campaign: String?) {
        self.source = source
        self.id = id
        self.at = at
        self.referrer = referrer
        self.medium = medium
        self.campaign = campaign
    }

    /// Nil when nothing is stated. Browsers also send the shop's own pages as referrers, which are no arrival.
    init?(_ event: CountedActivity) {
        let activity = event.record
        let referrer = activity.referrer.flatMap(PageAddress.host)
        let isOwn = referrer != nil && referrer == activity.url.flatMap(PageAddress.host)
        guard (referrer != nil && !isOwn) || activity.medium != nil || activity.campaign != nil else { return nil }
        let line = { (text: String) in PromiseDigest.line(text, upTo: ActivityDigest.textLimit) }
        self.init(
            source: event.key.source, id: event.key.id, at: activity.occurredAt, referrer: isOwn ? nil : referrer,
            medium: activity.medium.map(line), campaign: activity.campaign.map(line))
    }
}

/// Where a page lies, without what may be personal or a secret: no scheme, no name before the host, no parameters, no
/// query and no fragment.
enum PageAddress {
    /// In characters.
    static let limit = 200

    /// `shop.example.com/help/returns`, or `/help/returns` of a relative address; nil when nothing is left.
    static func page(_ address: String) -> String? {
        let (host, path) = parts(of: address)
        let page = (host ?? "") + path.prefix(limit)
        return page.isEmpty ? nil : page
    }

    /// An address that has the same page and the same host, and nothing else.
    static func reduced(_ address: String) -> String? {
        let (host, path) = parts(of: address)
        let kept = host.map { "//" + $0 } ?? ""
        return kept.isEmpty && path.isEmpty ? nil : kept + path.prefix(limit)
    }

    /// `google.com`; nil of a relative address.
    static func host(_ address: String) -> String? {
        let (host, path) = parts(of: address)
        let named = host ?? (path.first == "/" ? nil : String(path.prefix { $0 != "/" }))
        return named.flatMap { $0.isEmpty ? nil : bare($0.lowercased()) }
    }

    private static func parts(of address: String) -> (host: String?, path: Substring) {
        let plain = address.prefix { !"?#;".contains($0) }
        guard let slashes = plain.firstRange(of: "//"), isScheme(plain[..<slashes.lowerBound]) else {
            return (nil, plain)
        }
        let rest = plain[slashes.upperBound...]
        let authority = rest.prefix { $0 != "/" }
        let host = authority.lastIndex(of: "@").map { authority[authority.index(after: $0)...] } ?? authority
        return (String(host.prefix(ActivityDigest.textLimit)).lowercased(), rest[authority.endIndex...])
    }

    /// `https:`, or nothing.
    private static func isScheme(_ text: Substring) -> Bool {
        text.isEmpty || (text.last == ":" && !text.contains("/"))
    }

    /// Without a port, and without what most shops put before their name.
    private static func bare(_ host: String) -> String {
        let name = host.prefix { $0 != ":" }
        return String((name.hasPrefix("www.") ? name.dropFirst(4) : name).prefix(ActivityDigest.textLimit))
    }
}

extension ActivityDigest: Storable {
    package func write(to writer: inout ByteWriter) {
        writer.presence(sku != nil, name != nil, query != nil, page != nil)
        writer.word(source)
        writer.string(id)
        writer.moment(at)
        writer.word(type)
        if let sku { writer.word(sku) }
        if let name { writer.word(name) }
        if let query { writer.word(query) }
        if let page { writer.word(page) }
    }

    package init(from reader: inout ByteReader) throws(DecodingFailure) {
        var presence = try reader.presence()
        self.init(
            source: try reader.word(), id: try reader.string(), at: try reader.moment(), type: try reader.word(),
            sku: presence.next() ? try reader.word() : nil, name: presence.next() ? try reader.word() : nil,
            query: presence.next() ? try reader.word() : nil, page: presence.next() ? try reader.word() : nil)
        try reader.pass(presence)
    }
}

extension ArrivalDigest: Storable {
    package func write(to writer: inout ByteWriter) {
        writer.presence(referrer != nil, medium != nil, campaign != nil)
        writer.word(source)
        writer.string(id)
        writer.moment(at)
        if let referrer { writer.word(referrer) }
        if let medium { writer.word(medium) }
        if let campaign { writer.word(campaign) }
    }

    package init(from reader: inout ByteReader) throws(DecodingFailure) {
        var presence = try reader.presence()
        self.init(
            source: try reader.word(), id: try reader.string(), at: try reader.moment(),
            referrer: presence.next() ? try reader.word() : nil, medium: presence.next() ? try reader.word() : nil,
            campaign: presence.next() ? try reader.word() : nil)
        try reader.pass(presence)
    }
}
