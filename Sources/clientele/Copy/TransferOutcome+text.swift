import ProfileStore
import ProfileWire

extension TransferOutcome {
    var text: String {
        let start = isResumed ? "Copied, going on with what was there" : "Copied"
        return (["\(start): \(total.rows) rows, each compared, up to \(lastPosition)"] + StoredTable.all.map(line))
            .joined(separator: "\n")
    }

    private func line(_ table: StoredTable) -> String {
        let tally = tables[table.name] ?? TransferCounts()
        let parts = [
            (tally.written, "written"), (tally.found, "there before"), (tally.removed, "removed that are gone"),
        ].filter { $0.0 > 0 }.map { "\($0.0) \($0.1)" }
        return (["  \(table.name): \(tally.rows) rows"] + parts).joined(separator: ", ")
    }

    var json: [UInt8] {
        var json = JSONWriter()
        json.object { json in
            json.member("resumed", isResumed)
            json.member("last_change", lastPosition.description)
            Self.write(total, to: &json)
            json.member("tables") { json in
                json.object { json in
                    for table in StoredTable.all {
                        json.key(named: table.name)
                        json.object { Self.write(tables[table.name] ?? TransferCounts(), to: &$0) }
                    }
                }
            }
        }
        return json.bytes
    }

    private static func write(_ tally: TransferCounts, to json: inout JSONWriter) {
        json.member("rows", tally.rows)
        json.member("written", tally.written)
        json.member("found", tally.found)
        json.member("removed", tally.removed)
    }
}
