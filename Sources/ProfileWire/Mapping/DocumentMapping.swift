package import ProfileCore

/// A JSON document of a file, as it was written.
package struct NumberedDocument: Hashable, Sendable {
    /// Which line or element of the file it is, from 1.
    package let number: Int
    package let bytes: [UInt8]
    /// Of a row that is to be put together with rows of other files: the list that it is for, empty for a row of the
    /// file that is imported. Nil for a document.
    package let list: String?

    package init(number: Int = 1, bytes: [UInt8], list: String? = nil) {
        self.number = number
        self.bytes = bytes
        self.list = list
    }
}

/// A record that a document gave.
package struct MappedRecord: Sendable {
    package let record: SourceRecord
    /// What was odd about it, placed in the document.
    package let warnings: [RowRejection.Placed]

    package init(record: SourceRecord, warnings: [RowRejection.Placed]) {
        (self.record, self.warnings) = (record, warnings)
    }
}

/// A mapping applied to JSON. It makes the records of its rules from each document.
package struct DocumentMapping: Sendable {
    private let mapping: Mapping
    let records: [BoundMapping]
    private let gates: RecordGates

    /// No birthday lies after `today`; `ofTable` says that documents are made of the rows of a table.
    ///
    /// - Throws: every column that is no path into JSON.
    package init(_ mapping: Mapping, today: Day, ofTable isTable: Bool = false) throws(WireRejection) {
        self.mapping = mapping
        var (records, problems): ([BoundMapping], [WireProblem]) = ([], isTable ? [] : mapping.problemsOfTables)
        for record in mapping.records {
            do throws(WireRejection) {
                records.append(try BoundMapping(record, today: today))
            } catch {
                problems += error.problems
            }
        }
        if !problems.isEmpty { throw WireRejection(problems: problems) }
        self.records = records
        gates = RecordGates(records)
    }

    /// What each record of a document is, in the order of the mapping: none where the mapping leaves all of it out.
    ///
    /// Several documents are taken as one: those that `groupKey` brings together.
    package func decode(
        _ documents: [NumberedDocument], by decoder: RecordDecoder
    ) -> [Result<DecodedRecord, RowRejection>] {
        shares(of: documents).map { $0.flatMap { $0.mapping.decode($0.rows, by: decoder) } }
    }

    /// What each record of a document is that was parsed before, and stands at `place` in what was sent. Paths begin at
    /// `part` of it, where one is named.
    package func decode(
        _ document: JSONValue, at place: String = "", from part: (value: JSONValue, place: String)? = nil,
        by decoder: RecordDecoder
    ) -> [Result<MappedRecord, RowRejection>] {
        let whole = ElementRow(document, number: 1, at: place)
        let rows = rows(in: part.map { ElementRow(whole, $0.value, at: $0.place) } ?? whole)
        return shares(of: rows).map { share in
            share.flatMap { share in share.mapping.decode(share.rows, by: decoder).map { share.placed($0) } }
        }
    }

    /// How many names of a document are looked at. Each takes some microseconds to understand.
    private static let mostNames = 50_000

    /// Whom a document names by what the mapping reads of it, whether its records are taken or rejected. Nil where
    /// they are too many to tell.
    package func names(in document: JSONValue, by decoder: RecordDecoder) -> Set<ErasableName>? {
        let documents = rows(in: ElementRow(document, number: 1, at: ""))
        var (names, left): (Set<ErasableName>, Int) = ([], Self.mostNames)
        for record in records {
            let list = record.mapping.forEach
            let rows = list.map { list in documents.flatMap { record.elements(of: list, in: $0) } } ?? documents
            guard rows.count <= Mapping.maximumRows else { return nil }
            for row in rows where !record.skips(row, by: record.mapping.skips) {
                var builder = RecordBuilder(record, [row], .hoping)
                guard let found = decoder.names(in: builder.record()), found.count <= left else { return nil }
                left -= found.count
                names.formUnion(found)
            }
        }
        return names
    }

    /// The records of documents, each of which is made when it is asked for.
    package func unfolded(_ documents: [NumberedDocument]) -> UnfoldedDocuments {
        UnfoldedDocuments(shares: shares(of: documents), line: documents.first?.number ?? 0)
    }

    // MARK: Documents that belong together

    /// Whether documents with the same values make up one record, wherever in a file they are. Where `for_each`
    /// tells what rows are, only the rows of one document can.
    package var isGrouping: Bool {
        guard records.count == 1, let mapping = records.first?.mapping else { return false }
        return mapping.isGrouping && mapping.forEach == nil
    }

    /// Whether all records are by one rule, so that each should have an id of its own.
    package var givesOneKind: Bool { records.count == 1 }

    /// What a document has in common with others of its record; nil when it is left out.
    package func groupKey(of document: NumberedDocument) -> Result<[UInt8]?, RowRejection> {
        rows(of: document).flatMap { rows in
            guard let row = rows.first, let record = records.first, !record.skips(row, by: record.mapping.skips) else {
                return .success(nil)
            }
            if let flaw = RepeatedNames(in: [row]).rejection(of: row) { return .failure(flaw) }
            return record.groupKey(of: row).map { .success($0) } ?? .failure(Self.ungrouped(row))
        }
    }

    private static func ungrouped(_ row: MappedRow) -> RowRejection {
        let problem = WireProblem(pointer: "", code: .missing, detail: "the members to group by are empty")
        return RowRejection(problems: [.init(line: row.line, problem: problem)])
    }

    // MARK: Shares

    /// The rows that make up one record.
    fileprivate struct Share {
        let mapping: BoundMapping
        let rows: [MappedRow]

        func placed(_ decoded: DecodedRecord) -> MappedRecord {
            guard !decoded.warnings.isEmpty else { return MappedRecord(record: decoded.record, warnings: []) }
            let odd = decoded.warnings.map { WireProblem(pointer: $0.pointer, code: $0.code, detail: $0.detail) }
            return MappedRecord(record: decoded.record, warnings: mapping.rejection(of: rows, for: odd).problems)
        }
    }

    private func shares(of documents: [NumberedDocument]) -> [Result<Share, RowRejection>] {
        var rows: [MappedRow] = []
        for document in documents {
            switch self.rows(of: document) {
            case .success(let found): rows += found
            case .failure(let rejection): return [.failure(rejection)]
            }
        }
        return shares(of: rows)
    }

    private func shares(of rows: [MappedRow]) -> [Result<Share, RowRejection>] {
        guard rows.count == 1, case .element(let row) = rows[0] else {
            return records.flatMap { Self.shares($0, of: rows) }
        }
        return gates.open(row).flatMap { Self.shares(records[$0], of: rows) }
    }

    func rows(of document: NumberedDocument) -> Result<[MappedRow], RowRejection> {
        do throws(JSONError) {
            return .success(rows(in: ElementRow(try JSONReader.parse(document.bytes), number: document.number)))
        } catch {
            let problems = WireRejection(error).problems
            return .failure(RowRejection(problems: problems.map { .init(line: document.number, problem: $0) }))
        }
    }

    /// The document itself, or those that it holds in a list. One with an id is itself what is looked for, whatever
    /// list it has: an order's lines may be called as the list of orders is.
    private func rows(in whole: ElementRow) -> [MappedRow] {
        guard let name = mapping.documents, case .object(let object) = whole.element,
            case .array(let documents)? = object[name],
            !records.contains(where: { $0.mapping.forEach == nil && $0.key(of: .element(whole)) != nil })
        else { return [.element(whole)] }
        let place = whole.pointer.appending(member: name)
        return documents.enumerated().map { index, document in
            .element(ElementRow(document, number: whole.number, at: place.appending(index: index)))
        }
    }

    private static func shares(_ mapping: BoundMapping, of documents: [MappedRow]) -> [Result<Share, RowRejection>] {
        var rows = documents
        if let list = mapping.mapping.forEach {
            rows = documents.flatMap { mapping.elements(of: list, in: $0) }
            guard rows.count <= Mapping.maximumRows else { return [.failure(tooMany(rows))] }
        }
        rows.removeAll { mapping.skips($0, by: mapping.mapping.skips) }
        guard !rows.isEmpty else { return [] }
        let repeated = RepeatedNames(in: documents, of: rows)
        guard mapping.mapping.isGrouping else {
            return rows.map { row in
                repeated.rejection(of: row).map { .failure($0) } ?? .success(Share(mapping: mapping, rows: [row]))
            }
        }
        let flaws = rows.compactMap(repeated.rejection)
        return groups(mapping, flaws.isEmpty ? rows : rows.filter { repeated.rejection(of: $0) == nil })
            + flaws.map { .failure($0) }
    }

    private static func tooMany(_ rows: [MappedRow]) -> RowRejection {
        let rule = "for_each goes through at most \(Mapping.maximumRows) elements of a document"
        let problem = WireProblem(pointer: "", code: .tooMany, detail: rule)
        return RowRejection(problems: [.init(line: rows[0].line, problem: problem)])
    }

    /// In the order in which their first rows come.
    private static func groups(_ mapping: BoundMapping, _ rows: [MappedRow]) -> [Result<Share, RowRejection>] {
        var (groups, places): ([[MappedRow]], [[UInt8]: Int]) = ([], [:])
        var rejections: [RowRejection] = []
        for row in rows {
            guard let key = mapping.groupKey(of: row) else {
                rejections.append(ungrouped(row))
                continue
            }
            if let place = places[key] {
                groups[place].append(row)
            } else {
                places[key] = groups.count
                groups.append([row])
            }
        }
        return groups.map { .success(Share(mapping: mapping, rows: $0)) } + rejections.map { .failure($0) }
    }
}

/// The records that documents give, in the order of the mapping.
package struct UnfoldedDocuments: Sendable {
    fileprivate let shares: [Result<DocumentMapping.Share, RowRejection>]
    /// Where the first document is.
    fileprivate let line: Int

    package var count: Int { shares.count }

    /// What identifies a record among others; nil when it names none.
    package func key(_ index: Int) -> String? {
        guard case .success(let share) = shares[index] else { return nil }
        return share.rows.first.flatMap(share.mapping.key)
    }

    /// A record as one JSON object, not judged beyond what the members tell, and what was left out of it.
    package func json(_ index: Int) -> Result<(bytes: [UInt8], warnings: [WireWarning]), RowRejection> {
        shares[index].flatMap { $0.mapping.json($0.rows) }
    }

    /// What is wrong with a record, placed in the documents it was made of.
    package func rejection(of index: Int, for problems: [WireProblem]) -> RowRejection {
        guard shares.indices.contains(index), case .success(let share) = shares[index] else {
            return RowRejection(problems: problems.map { .init(line: line, problem: $0) })
        }
        return share.mapping.rejection(of: share.rows, for: problems)
    }
}
