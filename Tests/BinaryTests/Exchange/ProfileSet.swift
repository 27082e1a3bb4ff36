import Foundation
import Testing

/// All profiles of a store as an export shows them, without what differs from run to run: ids, versions and the moment.
struct ProfileSet: Equatable, CustomStringConvertible {
    let profiles: [String]

    /// With `arrivals` false, moments of this century's present, which stand for the time of arrival, count as equal.
    init(in folder: Folder, database: String = "clientele.db", arrivals: Bool = true) async throws {
        let export = try await Command.run(
            "export", "--kind", "profiles", "--database", "sqlite:" + folder.file(database), in: folder)
        #expect(export.status == 0, "\(export.errors)")
        profiles = try export.output.split(separator: "\n").map { line in
            var profile = try JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: Any] ?? [:]
            for name in ["id", "version", "as_of", "aliases"] { profile[name] = nil }
            let data = try JSONSerialization.data(withJSONObject: profile, options: [.sortedKeys])
            let text = String(decoding: data, as: UTF8.self)
            return arrivals ? text : text.replacing(#/"20(2[4-9]|[3-9]\d)-[^"]*"/#, with: "\"now\"")
        }.sorted()
    }

    var description: String { profiles.joined(separator: "\n") }
}
