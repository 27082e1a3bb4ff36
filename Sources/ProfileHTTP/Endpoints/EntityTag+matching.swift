import ProfileService

extension EntityTag {
    /// Whether one of the tags of an If-None-Match header matches, compared weakly, or it is `*`.
    static func matches(_ headers: [String], _ tag: String) -> Bool {
        headers.contains { header in
            header.split(separator: ",").contains { entry in
                let candidate = entry.trimming { $0 == " " || $0 == "\t" }
                return candidate == "*" || strong(candidate) == strong(tag[...])
            }
        }
    }

    private static func strong(_ tag: Substring) -> Substring {
        tag.hasPrefix("W/") ? tag.dropFirst(2) : tag
    }
}

extension Substring {
    fileprivate func trimming(_ isSpace: (Character) -> Bool) -> Substring {
        let start = drop(while: isSpace)
        guard let last = start.lastIndex(where: { !isSpace($0) }) else { return "" }
        return start[...last]
    }
}
