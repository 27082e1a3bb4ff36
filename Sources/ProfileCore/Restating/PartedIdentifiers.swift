/// The identifiers of one type of a record: the primary one, such as the address that mail goes to, and the others.
///
/// A record lists each once, and the primary one first. Where that does not tell which is which, marks do.
struct PartedIdentifiers {
    fileprivate enum Mark: String, CaseIterable {
        /// There are others and no primary one.
        case absent
        /// The primary one is among the others as well.
        case repeated
        /// The primary one leads to nobody, and of the others some do.
        case unlinked
    }

    private var primary: Identifier?
    private var isPrimaryLinked = true
    private var others: (linked: [Identifier], unlinked: [Identifier]) = ([], [])

    /// As a record lists them.
    init(_ linked: [Identifier], unlinked: [Identifier], by marks: Set<String>) {
        let isMarked = { (mark: Mark) in marks.contains(mark.rawValue) }
        others = (linked, unlinked)
        guard !isMarked(.absent), !(linked.isEmpty && unlinked.isEmpty) else { return }
        isPrimaryLinked = !linked.isEmpty && !isMarked(.unlinked)
        guard let first = isPrimaryLinked ? linked.first : unlinked.first else { return }
        primary = first
        guard !isMarked(.repeated) else { return }
        if isPrimaryLinked { others.linked.removeFirst() } else { others.unlinked.removeFirst() }
    }

    /// As the members of a record have them.
    init(_ type: String, in table: MemberTable) {
        if case .identifiers(let linked, let unlinked)? = table[RecordPath.primary(of: type)] {
            primary = linked.first ?? unlinked.first
            isPrimaryLinked = !linked.isEmpty
        }
        if case .identifiers(let linked, let unlinked)? = table[RecordPath.others(of: type)] {
            others = (linked, unlinked)
        }
    }

    func write(to table: inout MemberTable, _ type: String) {
        if let primary {
            table[RecordPath.primary(of: type)] =
                isPrimaryLinked ? .identifiers([primary], unlinked: []) : .identifiers([], unlinked: [primary])
        }
        guard !others.linked.isEmpty || !others.unlinked.isEmpty else { return }
        table[RecordPath.others(of: type)] = .identifiers(others.linked, unlinked: others.unlinked)
    }

    var linked: [Identifier] { isPrimaryLinked ? first(before: others.linked) : others.linked }

    var unlinked: [Identifier] { isPrimaryLinked ? others.unlinked : first(before: others.unlinked) }

    private func first(before others: [Identifier]) -> [Identifier] {
        guard let primary else { return others }
        return [primary] + others.filter { $0 != primary }
    }

    // MARK: Marks

    /// The paths of those that a record with these members needs.
    static func marks(in table: MemberTable) -> Set<String> {
        var paths: Set<String> = []
        for type in table.keys.compactMap(RecordPath.typeOfOthers) {
            for mark in PartedIdentifiers(type, in: table).marks {
                paths.insert(RecordPath.joined(RecordPath.primary(of: type), mark.rawValue))
            }
        }
        return paths
    }

    private var marks: [Mark] {
        guard let primary else { return [.absent] }
        let isRepeated = others.linked.contains(primary) || others.unlinked.contains(primary)
        return (isRepeated ? [.repeated] : []) + (isPrimaryLinked || others.linked.isEmpty ? [] : [.unlinked])
    }

    static func isMark(_ path: String) -> Bool {
        path.hasPrefix(RecordPath.identifiers + "/")
            && Mark.allCases.contains { path.hasSuffix("/" + RecordPath.primary + "/" + $0.rawValue) }
    }
}

extension SourceRecord.Extent {
    /// The marks of a type of identifiers.
    func marks(of type: String) -> Set<String> {
        switch self {
        case .whole, .wholeButFor: return []
        case .part(let stated, _, _):
            let isWithout = !stated.contains(RecordPath.primary(of: type))
            guard isWithout, stated.contains(RecordPath.others(of: type)) else { return [] }
            return [PartedIdentifiers.Mark.absent.rawValue]
        case .pieced(let times):
            let place = RecordPath.primary(of: type)
            return Set(times.later.lazy.map(\.key).filter { RecordPath.covers(place, $0) }.map(RecordPath.name))
        }
    }
}

extension RecordPath {
    package static let primary = "primary"
    package static let others = "others"

    package static func primary(of type: String) -> String { joined(joined(identifiers, type), primary) }
    package static func others(of type: String) -> String { joined(joined(identifiers, type), others) }

    fileprivate static func typeOfOthers(_ path: String) -> String? {
        guard path.hasSuffix(others) else { return nil }
        let names = path.split(separator: "/")
        return names.count == 3 && names[0] == identifiers && names[2] == others ? String(names[1]) : nil
    }
}
