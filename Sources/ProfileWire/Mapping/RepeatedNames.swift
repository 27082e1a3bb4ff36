/// Objects of documents that name a member twice. Such an object rejects the rows that it is part of, or all rows of a
/// document that it surrounds. Names may be personal data, so a rejection points to the object and leaves the name out.
struct RepeatedNames {
    /// By the row's place, or by nothing of a document's own: the objects.
    private var places: [Owner: [String]] = [:]

    private struct Owner: Hashable {
        let line: Int
        /// Of the row; nil for what holds for all rows of the document.
        let pointer: String?
        /// Of the document.
        let root: String
    }

    /// `rows` are parts of the documents, or the documents themselves.
    init(in documents: [MappedRow], of rows: [MappedRow]? = nil) {
        var found: [(element: ElementRow, places: [String])] = []
        for case .element(let document) in documents where document.document.namesTwice {
            let places = document.document.objectsNamingTwice(at: document.root)
            found.append((document, places))
        }
        guard !found.isEmpty else { return }
        var owners: Set<Owner> = []
        for case .element(let row) in rows ?? documents { owners.insert(Self.owner(row)) }
        for (document, places) in found {
            for place in places {
                let owner = Self.ancestors(of: place)
                    .map { Owner(line: document.number, pointer: $0, root: document.root) }
                    .first(where: owners.contains)
                let whole = Owner(line: document.number, pointer: nil, root: document.root)
                self.places[owner ?? whole, default: []].append(place)
            }
        }
    }

    /// Nil for a row that names nothing twice.
    func rejection(of row: MappedRow) -> RowRejection? {
        guard !places.isEmpty, case .element(let row) = row else { return nil }
        let whole = Owner(line: row.number, pointer: nil, root: row.root)
        guard let objects = places[Self.owner(row)] ?? places[whole] else { return nil }
        let problem = WireProblem(pointer: "", code: .duplicateMember, detail: "a member is named once")
        let origin = RowOrigin(line: row.number, pointers: Array(objects.prefix(Findings.limit)))
        return RowRejection(problems: [.init(problem, origin)])
    }

    private static func owner(_ row: ElementRow) -> Owner {
        Owner(line: row.number, pointer: row.pointer, root: row.root)
    }

    /// The pointer itself, then those of what is around it, from the inside.
    private static func ancestors(of pointer: String) -> [String] {
        var (pointers, rest) = ([pointer], Substring(pointer))
        while let slash = rest.lastIndex(of: "/") {
            rest = rest[..<slash]
            pointers.append(String(rest))
        }
        return pointers
    }
}

extension JSONValue {
    /// Whether an object names a member twice, at any depth.
    fileprivate var namesTwice: Bool {
        switch self {
        case .array(let values): values.contains(where: \.namesTwice)
        case .object(let object): !object.repeatedNames.isEmpty || object.members.contains(where: \.value.namesTwice)
        default: false
        }
    }

    /// The pointers of objects that name a member twice, at any depth.
    fileprivate func objectsNamingTwice(at place: String) -> [String] {
        switch self {
        case .array(let values):
            values.enumerated().flatMap { $1.objectsNamingTwice(at: place.appending(index: $0)) }
        case .object(let object):
            (object.repeatedNames.isEmpty ? [] : [place])
                + object.members.flatMap { $0.value.objectsNamingTwice(at: place.appending(member: $0.name)) }
        default: []
        }
    }
}
