package import ProfileCore

/// A rendered profile and where products and notices have their place in it.
///
/// The places are, in the order of the document: the beginning and the end of the headlines, where the notices begin
/// and end, and for each open order where its goods would stand.
struct CatalogueSeams {
    private let rendered: RenderedProfile

    init(_ rendered: RenderedProfile) {
        self.rendered = rendered
    }

    /// The same bytes as those of the joined profile.
    func join(_ join: CatalogueJoin) -> [UInt8] {
        let seams = rendered.seams
        guard seams.count >= 4 else { return rendered.bytes }
        let bytes = rendered.bytes
        var joined: [UInt8] = []
        joined.reserveCapacity(bytes.count + 512 * (join.notices.count + join.goods.count + 1))
        joined += bytes[..<seams[0]]
        joined += headlines(join.headlines, before: bytes[seams[0]..<seams[1]])
        joined += bytes[seams[1]..<seams[2]]
        joined += Self.written { $0.noticeMembers(join) }
        var last = seams[3]
        for (order, seam) in seams[4...].enumerated() where order < join.goods.count {
            joined += bytes[last..<seam]
            joined += Self.written { $0.goodsItems(join.goods[order]) }
            last = seam
        }
        joined += bytes[last...]
        return joined
    }

    private func headlines(_ first: [String], before rest: ArraySlice<UInt8>) -> [UInt8] {
        var writer = JSONWriter()
        for headline in first { writer.string(headline) }
        let kept = Self.strings(rest, atMost: CatalogueJoin.headlineLimit - first.count)
        if writer.bytes.isEmpty || kept.isEmpty { return writer.bytes + kept }
        return writer.bytes + [UInt8(ascii: ",")] + kept
    }

    /// The first of strings with commas between them.
    private static func strings(_ bytes: ArraySlice<UInt8>, atMost count: Int) -> ArraySlice<UInt8> {
        var (left, isInside, isEscaped) = (count, false, false)
        guard left > 0 else { return [] }
        for place in bytes.indices {
            let byte = bytes[place]
            if isEscaped {
                isEscaped = false
            } else if byte == UInt8(ascii: "\\") {
                isEscaped = true
            } else if byte == UInt8(ascii: "\"") {
                if isInside { left -= 1 }
                isInside.toggle()
                if left == 0, !isInside { return bytes[...place] }
            }
        }
        return bytes
    }

    private static func written(_ write: (inout JSONWriter) -> Void) -> [UInt8] {
        var writer = JSONWriter()
        write(&writer)
        return writer.bytes
    }
}

extension JSONWriter {
    mutating func headlines(_ headlines: [String]) {
        key("headlines")
        beginArray()
        seam()
        for headline in headlines { string(headline) }
        seam()
        endArray()
    }

    mutating func notices(_ join: CatalogueJoin) {
        key("notices")
        seam()
        noticeMembers(join)
        seam()
    }

    /// The list, and how many more there are than it shows.
    fileprivate mutating func noticeMembers(_ join: CatalogueJoin) {
        array(of: join.notices) { $0.notice($1) }
        more("more_notices", join.moreNotices)
    }

    /// Those of an open order of which something is known.
    mutating func goods(_ goods: [GoodsView]) {
        key("goods")
        beginArray()
        seam()
        goodsItems(goods)
        endArray()
    }

    fileprivate mutating func goodsItems(_ goods: [GoodsView]) {
        for item in goods { self.item(item) }
    }

    private mutating func notice(_ notice: NoticeView) {
        object {
            $0.member("type", notice.type.rawValue)
            $0.member("text", notice.text)
            $0.member("reason", notice.reason)
            $0.items("products", notice.products) { $0.string($1) }
            $0.member("replaced_by", notice.replacedBy)
            $0.member("url", notice.url)
            $0.member("from", notice.from)
            $0.member("until", notice.until)
            $0.member("source", notice.source)
            $0.member("id", notice.id)
        }
    }

    private mutating func item(_ goods: GoodsView) {
        object {
            $0.member("sku", goods.sku)
            $0.member("name", goods.name)
            $0.optional("stock", goods.stock) { $0.quantity($1) }
            $0.member("recalled", goods.isRecalled)
            $0.member("replaced_by", goods.replacedBy)
            $0.member("delay", goods.delay)
        }
    }
}

/// Products and notices by themselves.
extension JSONWriter {
    package mutating func product(_ product: Product) {
        object { json in
            json.member("sku", product.sku)
            json.member("name", product.name)
            json.member("category", product.category)
            json.optional("price", product.price) { $0.price($1.amount, $1.currency) }
            json.member("currency", product.price?.currency.code)
            json.optional("stock", product.stock) { $0.quantity($1) }
            json.member("replaced_by", product.replacedBy)
            json.member("recalled", product.isRecalled)
            json.member("url", product.url)
            json.items("complement_of", product.complementOf) { $0.string($1) }
            json.statements(of: product)
        }
    }

    /// Which sources say something, those that count first first.
    mutating func statements<Record>(of stated: Stated<Record>) {
        items("sources", stated.statements) { json, statement in
            json.object {
                $0.member("source", statement.source)
                $0.member("updated_at", statement.updatedAt)
            }
        }
    }

    package mutating func notice(_ notice: Notice, at now: Timestamp) {
        object { json in
            json.member("source", notice.key.source)
            json.member("id", notice.key.id)
            json.member("updated_at", notice.updatedAt)
            json.body(notice.record)
            json.member("in_force", notice.record.holds(at: now))
        }
    }
}
