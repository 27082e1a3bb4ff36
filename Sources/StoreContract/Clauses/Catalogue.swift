import ProfileCore
import ProfileStore

extension StoreContract {
    private static let kettle = FactKey(kind: .product, source: "erp", id: "K-1")

    private static func product(
        _ id: String, stock: Int64, at seconds: Int = 0, from source: String = "erp"
    ) -> SourceRecord {
        var record = ProductRecord()
        record.name = "Kettle \(id)"
        record.stock = Quantity(thousandths: stock * 1000)
        record.isRecalled = true
        return SourceRecord(
            key: FactKey(kind: .product, source: source, id: id), updatedAt: .sample(seconds), isTimedByArrival: false,
            identifiers: [], body: .product(record))
    }

    private static var notice: SourceRecord {
        var record = NoticeRecord(.recall, "Take it back")
        record.products = ["K-1"]
        record.until = .sample(1000)
        return SourceRecord(
            key: FactKey(kind: .notice, source: "erp", id: "n1"), updatedAt: .sample(0), isTimedByArrival: true,
            identifiers: [], body: .notice(record))
    }

    static let catalogue = [
        Clause("records about no customer are kept as they are, and come in the order in which they were saved") {
            trial in
            try promise(try await trial.all(), is: [], "entries at first")
            let first = [product("K-1", stock: 1), notice].map { CatalogueEntry($0) }
            try await trial.put(first)
            let second = CatalogueEntry(product("A", stock: 2))
            try await trial.put([second])
            let third = CatalogueEntry(product("K-1", stock: 0, at: 5))
            try await trial.put([third])
            let all = try await trial.all()
            try promise(all.map(\.entry), is: [first[1], second, third], "entries in their order")
            for (earlier, later) in zip(all, all.dropFirst()) {
                try promise(earlier.place.sequence < later.place.sequence, "later commits have greater numbers")
            }
            try promise(try await trial.profiles(.identifier(.crm("1"))), is: [], "profiles")
        },
        Clause("a decision sees what is stored under the keys that it asks for, and no more") { trial in
            try await trial.put([product("K-1", stock: 1), product("A", stock: 1)].map { CatalogueEntry($0) })
            let gone = CatalogueEntry(withdrawn: kettle, updatedAt: .sample(3))
            try await trial.put([gone])
            let missing = FactKey(kind: .product, source: "erp", id: "none")
            let seen = try await trial.store.changeCatalogue([kettle, missing, kettle]) { ([], $0) }
            try promise(seen, is: [kettle: gone], "what was seen")
        },
        Clause("whoever reads on from a place misses nothing, whatever the size of the pages") { trial in
            var entries: [CatalogueEntry] = []
            for batch in 0..<4 {
                let some = (0...batch).map { CatalogueEntry(product("\(batch)-\($0)", stock: 1)) }
                try await trial.put(some)
                entries += some
            }
            for size in 1...4 {
                var (read, last): ([CatalogueEntry], CataloguePlace?) = ([], nil)
                while true {
                    let page = try await trial.store.catalogue(after: last, limit: size)
                    guard let final = page.last else { break }
                    read += page.map(\.entry)
                    last = final.place
                }
                try promise(Set(read), is: Set(entries), "entries read in pages of \(size)")
                try promise(read.count, is: entries.count, "how often in pages of \(size)")
            }
        },
        Clause("of many who change an entry at once, each sees what those before it did") { trial in
            try await withThrowingTaskGroup(of: Void.self) { group in
                for _ in 0..<20 {
                    group.addTask {
                        try await trial.store.changeCatalogue([kettle]) { known in
                            guard case .product(let record)? = known[kettle]?.record?.body else {
                                return ([CatalogueEntry(product("K-1", stock: 1))], ())
                            }
                            let stock = (record.stock?.thousandths ?? 0) / 1000
                            return ([CatalogueEntry(product("K-1", stock: stock + 1))], ())
                        }
                    }
                }
                try await group.waitForAll()
            }
            let left = try await trial.all().map(\.entry)
            try promise(left, is: [CatalogueEntry(product("K-1", stock: 20))], "what twenty left")
        },
    ]
}

extension Trial {
    func put(_ entries: [CatalogueEntry]) async throws {
        try await store.changeCatalogue(entries.map(\.key)) { _ in (entries, ()) }
    }

    fileprivate func all() async throws -> [PlacedEntry] {
        try await store.catalogue(after: nil, limit: 1000)
    }
}
