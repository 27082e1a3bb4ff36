import Foundation

/// Where the rejected lines of each input go: no two inputs share a file, and none is an input itself.
struct RejectNames {
    private static let endings = [".gz", ".csv", ".tsv", ".txt", ".ndjson", ".jsonl", ".json"]

    /// For each input, in their order, without the ending of the form.
    let paths: [String]

    init(folder: String, inputs: [String]) {
        let stems = inputs.map(Self.stem)
        let files = Set(inputs.map(Self.resolved))
        var taken: Set<String> = []
        paths = zip(inputs, stems).map { input, stem in
            let isShared = stems.count { $0 == stem } > 1
            let name = isShared ? Self.folderName(of: input).map { $0 + "-" + stem } ?? stem : stem
            let candidates = [name] + (2...inputs.count + 2).map { "\(name)-\($0)" }
            let free = candidates.first { candidate in
                let path = folder + "/" + candidate
                return !taken.contains(candidate)
                    && !RejectFile.endings.contains { files.contains(Self.resolved(path + $0)) }
            }
            taken.insert(free ?? name)
            return folder + "/" + (free ?? name)
        }
    }

    /// The file's name without what tells its form.
    private static func stem(_ path: String) -> String {
        guard path != "-" else { return "stdin" }
        var name = path.split(separator: "/").last.map(String.init) ?? ""
        for ending in endings where name.hasSuffix(ending) && name.utf8.count > ending.utf8.count {
            name.removeLast(ending.count)
        }
        return name
    }

    private static func folderName(of path: String) -> String? {
        let parts = resolved(path).split(separator: "/")
        return parts.count > 1 ? String(parts[parts.count - 2]) : nil
    }

    private static func resolved(_ path: String) -> String {
        URL(filePath: path).standardizedFileURL.resolvingSymlinksInPath().path(percentEncoded: false)
    }
}
