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
