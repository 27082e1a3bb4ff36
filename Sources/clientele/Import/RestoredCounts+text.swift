import ProfileService
import ProfileWire

extension RestoredCounts {
    /// For whoever started the import.
    func text(isDryRun: Bool) -> String {
        var lines = [isDryRun ? "Nothing was written. This is what would be restored:" : "Restored as it was:"]
        lines.append("  \(records) records, \(withdrawn) withdrawn ones remembered, \(profiles) profiles")
        lines.append("  \(held) identifiers held, \(refused) claims refused or settled")
        lines.append("  \(merges) merges, \(separations) separations")
        if erased.profiles + erased.records > 0 {
            let (profiles, records) = (erased.profiles, erased.records)
            lines.append("  of people erased here, \(profiles) profiles and \(records) single records did not stay")
        }
        return lines.joined(separator: "\n")
    }

    func json(isDryRun: Bool) -> [UInt8] {
        var json = JSONWriter()
        json.object { json in
            json.member("dry_run", isDryRun)
            json.member("restored") { json in
                json.object {
                    $0.member("records", records)
                    $0.member("withdrawn", withdrawn)
                    $0.member("profiles", profiles)
                    $0.member("held", held)
                    $0.member("refused", refused)
                    $0.member("merges", merges)
                    $0.member("separations", separations)
                }
            }
            json.member("erased_again") { json in
                json.object {
                    $0.member("profiles", erased.profiles)
                    $0.member("records", erased.records)
                }
            }
        }
        return json.bytes
    }
}
