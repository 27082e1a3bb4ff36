/// A walk through one table of two stores side by side, in the order of its keys.
struct TableWalk {
    /// What has to be done to the second store for it to be like the first, as far as the last step came.
    struct Step {
        var put: [StoredRow] = []
        var removed: [StoredRow] = []
        var tally = TransferTally()
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
