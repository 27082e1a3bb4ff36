/// What is known of products, notices and agents at one moment: what profiles refer to and are not made of.
///
/// A value that is handed to readers while writers go on, so products lie in many small tables: a change copies the one
/// it is in, and no more.
package struct Catalogue: Sendable {
    /// How many records of each kind there may be.
    package static let limits: [RecordKind: Int] = [.product: 200_000, .notice: 1_000, .agent: 20_000]

    /// Whose statement of a product or an agent counts first.
    private let priorities: [String: Int]
    private var shelves = [[String: Shelved]](repeating: [:], count: 512)
    /// How often it was changed.
    package private(set) var changes: Int
    /// By which of these changes something on each shelf became another.
    private var shelfChanges: [Int]
    private var noticeChange: Int
    private var recalled: Set<String> = []
    private var stated: [RecordKind: Int] = [:]
    package private(set) var notices = NoticeBoard()
    package private(set) var agents = AgentRegister()

    private struct Shelved {
        let product: Product
        /// As it is compared.
        let category: String?
    }

    /// An empty one. It differs in everything from the one it takes the place of.
    package init(priorities: [String: Int] = [:], inPlaceOf former: Catalogue? = nil) {
        self.priorities = priorities
        changes = former.map { $0.changes + 1 } ?? 0
        shelfChanges = [Int](repeating: changes, count: shelves.count)
        noticeChange = changes
    }

    /// Whether there is nothing that profiles are joined with.
    package var joinsNothing: Bool { count(.product) == 0 && count(.notice) == 0 }

    /// How many records of a kind there are.
    package func count(_ kind: RecordKind) -> Int { stated[kind] ?? 0 }

    /// How many more there may be of each kind.
    package var room: [RecordKind: Int] {
        Dictionary(uniqueKeysWithValues: Self.limits.map { ($0, max(0, $1 - count($0))) })
    }

    package func product(_ sku: String) -> Product? { shelves[Self.shelf(of: sku)][sku]?.product }

    /// The category of a product as it is compared.
    func category(of sku: String) -> String? { shelves[Self.shelf(of: sku)][sku]?.category }

    /// Whether any source says that it is recalled.
    package func isRecalled(_ sku: String) -> Bool { recalled.contains(sku) }

    package var hasRecalls: Bool { !recalled.isEmpty }

    /// Whether it is recalled at a moment, by what a source says of it or by a notice.
    package func isUnderRecall(_ sku: String, at now: Timestamp) -> Bool {
        isRecalled(sku) || notices.recall(sku, at: now)
    }

    /// Takes in entries in the order in which they were stored. Returns whether a notice or a recall changed.
    @discardableResult
    package mutating func take(_ entries: [CatalogueEntry]) -> Bool {
        let before = recalled
        changes += 1
        for entry in entries where entry.key.kind == .product { take(product: entry) }
        for entry in entries where entry.key.kind == .agent {
            stated[.agent, default: 0] += agents.take(entry, priorities)
        }
        let news = entries.filter { $0.key.kind == .notice }
        guard !news.isEmpty else { return recalled != before }
        notices.take(news)
        noticeChange = changes
        stated[.notice] = notices.all.count
        return true
    }

    private mutating func take(product entry: CatalogueEntry) {
        let (shelf, sku) = (Self.shelf(of: entry.key.id), entry.key.id)
        shelfChanges[shelf] = changes
        var product = shelves[shelf].removeValue(forKey: sku)?.product ?? Product(id: sku)
        stated[.product, default: 0] += product.take(entry, priorities)
        if product.isRecalled { recalled.insert(sku) } else { recalled.remove(sku) }
        guard !product.statements.isEmpty else { return }
        shelves[shelf][sku] = Shelved(product: product, category: product.category.map(CategoryName.folded))
    }

    /// Whether what is joined with such ties can only be what it was after that many changes.
    package func isSame(for ties: CatalogueTies, sinceChange change: Int) -> Bool {
        noticeChange <= change && ties.allProducts { shelfChanges[Self.shelf(of: $0)] <= change }
    }

    private static func shelf(of sku: String) -> Int {
        var hash: UInt32 = 0x811C_9DC5
        for byte in sku.utf8 { hash = (hash ^ UInt32(byte)) &* 0x0100_0193 }
        return Int(hash % 512)
    }
}

/// A notice as a source states it. A class, since each answer takes up those that may concern the customer.
package final class Notice: Sendable {
    package let key: FactKey
    package let updatedAt: Timestamp
    package let record: NoticeRecord
    /// Those that it names, as they are compared; in its order.
    let categories: [String]

    init(key: FactKey, updatedAt: Timestamp, record: NoticeRecord) {
        (self.key, self.updatedAt, self.record) = (key, updatedAt, record)
        categories = record.categories.map(CategoryName.folded)
    }
}

/// The name of a category as it is compared: sources differ in case and in what stands between words.
enum CategoryName {
    static func folded(_ name: String) -> String { TopicName.folded(name) ?? name }
}

/// All notices, found by what they name: of each either its products and categories, or its tiers, or its countries.
package struct NoticeBoard: Sendable {
    /// Ascending by key.
    package private(set) var all: [Notice] = []
    private var byProduct: [String: [Int]] = [:]
    private var byCategory: [String: [Int]] = [:]
    private var byTier: [String: [Int]] = [:]
    private var byCountry: [String: [Int]] = [:]
    /// Those that name nothing.
    private var rest: [Int] = []

    fileprivate mutating func take(_ entries: [CatalogueEntry]) {
        var notices = Dictionary(uniqueKeysWithValues: all.map { ($0.key, $0) })
        for entry in entries {
            guard case .notice(let record)? = entry.record?.body else {
                notices[entry.key] = nil
                continue
            }
            notices[entry.key] = Notice(key: entry.key, updatedAt: entry.updatedAt, record: record)
        }
        self = NoticeBoard(notices.values.sorted { $0.key < $1.key })
    }

    init() {}

    private init(_ notices: [Notice]) {
        all = notices
        for (place, notice) in notices.enumerated() {
            let record = notice.record
            if record.namesGoods {
                for sku in record.products { byProduct[sku, default: []].append(place) }
                for category in notice.categories { byCategory[category, default: []].append(place) }
            } else if !record.tiers.isEmpty {
                for tier in record.tiers { byTier[tier.lowercased(), default: []].append(place) }
            } else if !record.countries.isEmpty {
                for country in record.countries { byCountry[country, default: []].append(place) }
            } else {
                rest.append(place)
            }
        }
    }

    /// The keys of ended notices, the earliest end first, `count` at most.
    package func ended(at now: Timestamp, atMost count: Int) -> [FactKey] {
        guard count > 0 else { return [] }
        let ended = all.filter { $0.record.hasEnded(at: now) }
        return ended.sorted { ($0.record.until ?? now, $0.key) < ($1.record.until ?? now, $1.key) }.prefix(count)
            .map(\.key)
    }

    var nameCategories: Bool { !byCategory.isEmpty }

    /// Whether a recall that is in force names a product.
    fileprivate func recall(_ sku: String, at now: Timestamp) -> Bool {
        (byProduct[sku] ?? []).contains { all[$0].record.type == .recall && all[$0].record.holds(at: now) }
    }

    /// Notices that may concern somebody, by one thing that each of them names.
    struct Candidates {
        private let board: NoticeBoard
        private var places: [Int]

        fileprivate init(_ board: NoticeBoard, tier: String?, country: String?) {
            self.board = board
            places = board.rest
            if let tier, !board.byTier.isEmpty { places += board.byTier[tier.lowercased()] ?? [] }
            if let country, !board.byCountry.isEmpty { places += board.byCountry[country] ?? [] }
        }

        mutating func add(product sku: String) {
            if !board.byProduct.isEmpty, let found = board.byProduct[sku] { places += found }
        }

        mutating func add(category: String) {
            if let found = board.byCategory[category] { places += found }
        }

        /// Ascending.
        var all: [Notice] {
            var notices: [Notice] = []
            var last: Int?
            for place in places.sorted() where place != last {
                notices.append(board.all[place])
                last = place
            }
            return notices
        }
    }

    func candidates(tier: String?, country: String?) -> Candidates { Candidates(self, tier: tier, country: country) }
}

extension NoticeRecord {
    var namesGoods: Bool { !products.isEmpty || !categories.isEmpty }

    /// Policies write tiers in small letters; sources do as they like.
    func names(tier: String) -> Bool { tiers.contains { $0.lowercased() == tier.lowercased() } }

    /// Whether it names a tier that a policy does not have, of which nobody is.
    fileprivate func namesTier(beyond policy: VIPPolicy) -> Bool {
        let known = Set(policy.tiers.map { $0.name.lowercased() })
        return !tiers.allSatisfy { known.contains($0.lowercased()) }
    }
}

extension SourceRecord {
    /// Whether it is a notice for a tier that a policy does not have.
    package func namesTier(beyond policy: VIPPolicy) -> Bool {
        guard case .notice(let notice) = body else { return false }
        return notice.namesTier(beyond: policy)
    }
}
