/// A store whose tables can be read as they are.
package protocol RowReading: Sendable {
    /// Tells the store from others: where it is and when it was made, without any secret.
    func identity() async throws(StoreError) -> String

    /// The rows after the one with the key of `row`, ascending by key: as many as the limit allows, none at the end.
    func page(
        of table: StoredTable, after row: StoredRow?, limit: PageLimit
    ) async throws(StoreError) -> [StoredRow]

    /// Lets go of everything; harmless when repeated.
    func close() async
}

/// How long a page of rows may be: it ends with whichever comes first, but holds one row at least.
package struct PageLimit: Hashable, Sendable {
    package let rows: Int
    package let bytes: Int

    package init(rows: Int, bytes: Int) {
        self.rows = rows
        self.bytes = bytes
    }

    /// What is moved at a time.
    package static let standard = PageLimit(rows: 1000, bytes: 4 << 20)
}

/// A store as it is at one moment, whatever happens to it later.
package protocol TransferSource: RowReading {
    func count(of table: StoredTable) async throws(StoreError) -> Int

    /// The position after the last change.
    func lastPosition() async throws(StoreError) -> FeedPosition

    /// The same store as it is by now.
    func renewed() async throws(StoreError) -> any TransferSource
}

/// A store that takes over what another one holds, row by row.
package protocol TransferTarget: RowReading {
    /// Where the copy comes from that was begun here and is not finished; nil when there is none.
    func transferOrigin() async throws(StoreError) -> String?

    /// From now on nobody but the copy uses the store: opening it in another way fails.
    func beginTransfer(from identity: String) async throws(StoreError)

    /// Puts rows in, replacing those with the same key, and removes those with the keys of `removed`, in one
    /// transaction. Fails when no copy goes on here.
    func put(
        _ rows: [StoredRow], removing removed: [StoredRow], in table: StoredTable
    ) async throws(StoreError)

    /// Later changes are numbered after all those that were put in. Everything is durable when this returns.
    func finishTransfer() async throws(StoreError)
}

/// The rows of a table page by page, the next page being read while one is worked off.
struct RowStream {
    private typealias Page = Result<[StoredRow], StoreError>

    private let reader: any RowReading
    private let table: StoredTable
    private var ahead: Task<Page, Never>?
    private var page: ArraySlice<StoredRow> = []

    init(_ reader: any RowReading, _ table: StoredTable) {
        self.reader = reader
        self.table = table
        ahead = read(after: nil)
    }

    /// The row that is next; nil at the end, and when the page is worked off.
    var head: StoredRow? { page.first }

    mutating func advance() {
        page.removeFirst()
    }

    /// Sees to it that there is a next row. False at the end.
    mutating func fill() async throws(StoreError) -> Bool {
        while page.isEmpty, let next = ahead {
            let rows = try await next.value.get()
            ahead = rows.last.map { read(after: $0) }
            page = ArraySlice(rows.filter(isShared))
        }
        return !page.isEmpty
    }

    private func read(after row: StoredRow?) -> Task<Page, Never> {
        Task { [reader, table] in
            do throws(StoreError) {
                return .success(try await reader.page(of: table, after: row, limit: .standard))
            } catch {
                return .failure(error)
            }
        }
    }

    private func isShared(_ row: StoredRow) -> Bool {
        table.setting(of: row).map { !StoredSetting.local.contains($0) } ?? true
    }
}

/// A walk through one table of two stores side by side, in the order of its keys.
struct TableWalk {
    /// What the last step found has to be done to the second store for it to be like the first.
    struct Step {
        var put: [StoredRow] = []
        var removed: [StoredRow] = []
        var tally = TransferCounts()
    }

    private let table: StoredTable
    private var source: RowStream
    private var target: RowStream

    init(_ table: StoredTable, of source: any RowReading, beside target: any RowReading) {
        self.table = table
        self.source = RowStream(source, table)
        self.target = RowStream(target, table)
    }

    /// At most as many rows as a page of each store has; nil at the end.
    mutating func step() async throws(TransferFailure) -> Step? {
        let (sourceGoesOn, targetGoesOn) = try await fill()
        guard sourceGoesOn || targetGoesOn else { return nil }
        var step = Step()
        while source.head != nil || !sourceGoesOn, target.head != nil || !targetGoesOn {
            guard advance(&step) else { break }
        }
        return step
    }

    private mutating func fill() async throws(TransferFailure) -> (source: Bool, target: Bool) {
        let sourceGoesOn: Bool
        do throws(StoreError) { sourceGoesOn = try await source.fill() } catch { throw .source(error) }
        do throws(StoreError) { return (sourceGoesOn, try await target.fill()) } catch { throw .target(error) }
    }

    /// False when there is no row left on either side.
    private mutating func advance(_ step: inout Step) -> Bool {
        switch (source.head, target.head) {
        case (nil, nil): return false
        case (let row?, let other?) where !row.precedes(other, in: table) && !other.precedes(row, in: table):
            if row == other { step.tally.found += 1 } else { step.put(row) }
            step.tally.rows += 1
            source.advance()
            target.advance()
        case (let row?, let other) where other.map({ row.precedes($0, in: table) }) ?? true:
            step.put(row)
            step.tally.rows += 1
            source.advance()
        case (_, let surplus?):
            step.remove(surplus)
            target.advance()
        default: return false
        }
        return true
    }
}

extension TableWalk.Step {
    fileprivate mutating func put(_ row: StoredRow) {
        put.append(row)
        tally.written += 1
    }

    fileprivate mutating func remove(_ row: StoredRow) {
        removed.append(row)
        tally.removed += 1
    }
}
