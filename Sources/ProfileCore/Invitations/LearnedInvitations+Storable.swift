extension LearnedInvitations: Storable {
    package func write(to writer: inout ByteWriter) {
        writer.field(1) {
            $0.integer(number)
            on.write(to: &$0)
        }
        writer.field(2) { evaluation.write(to: &$0) }
        if let model {
            writer.field(3) {
                model.with.write(to: &$0)
                model.without.write(to: &$0)
            }
        }
    }

    /// What a later version wrote beside is passed over. Models of inputs that this version does not have are none.
    package init(from reader: inout ByteReader) throws(DecodingFailure) {
        var head: (number: Int, on: Day)?
        var evaluation: UpliftEvaluation?
        var model: UpliftModel?
        while let field = try reader.nextField() {
            switch field.number {
            case 1: head = (try reader.int(), try Day(from: &reader))
            case 2: evaluation = try UpliftEvaluation(from: &reader)
            case 3:
                model = UpliftModel(with: try LogisticModel(from: &reader), without: try LogisticModel(from: &reader))
            default:
                _ = try reader.pass(field)
                continue
            }
            try reader.end(field)
        }
        guard let head, let evaluation else { throw .truncated }
        let width = VisitFeature.allCases.count
        let fits = model.map { $0.with.weights.count == width && $0.without.weights.count == width } ?? false
        self.init(number: head.number, on: head.on, evaluation: evaluation, model: fits ? model : nil)
    }
}

extension LogisticModel: Storable {
    package func write(to writer: inout ByteWriter) {
        intercept.write(to: &writer)
        writer.values(weights)
    }

    package init(from reader: inout ByteReader) throws(DecodingFailure) {
        self.init(intercept: try Double(from: &reader), weights: try reader.values())
    }
}

extension UpliftEvaluation: Storable {
    package func write(to writer: inout ByteWriter) {
        writer.integer(people)
        writer.integer(splits)
        writer.values(rows)
        writer.code(served, among: UpliftBasis.allCases)
        writer.string(reason)
        writer.presence(curve != nil)
        curve?.write(to: &writer)
    }

    package init(from reader: inout ByteReader) throws(DecodingFailure) {
        let (people, splits) = (try reader.int(), try reader.int())
        let rows: [Row] = try reader.values()
        let served = try reader.code(among: UpliftBasis.allCases, "basis")
        let reason = try reader.string()
        var presence = try reader.presence()
        let curve = presence.next() ? try QiniCurve(from: &reader) : nil
        try reader.pass(presence)
        self.init(people: people, splits: splits, rows: rows, served: served, reason: reason, curve: curve)
    }
}

extension UpliftEvaluation.Row: Storable {
    package func write(to writer: inout ByteWriter) {
        writer.code(basis, among: UpliftBasis.allCases)
        for value in [area, standardError, areaPerTreated] { value.write(to: &writer) }
    }

    package init(from reader: inout ByteReader) throws(DecodingFailure) {
        self.init(
            basis: try reader.code(among: UpliftBasis.allCases, "basis"), area: try Double(from: &reader),
            standardError: try Double(from: &reader), areaPerTreated: try Double(from: &reader))
    }
}

extension QiniCurve: Storable {
    package func write(to writer: inout ByteWriter) {
        area.write(to: &writer)
        areaPerTreated.write(to: &writer)
        writer.values(points)
    }

    package init(from reader: inout ByteReader) throws(DecodingFailure) {
        self.init(
            area: try Double(from: &reader), areaPerTreated: try Double(from: &reader), points: try reader.values())
    }
}

extension QiniCurve.Point: Storable {
    package func write(to writer: inout ByteWriter) {
        share.write(to: &writer)
        gained.write(to: &writer)
    }

    package init(from reader: inout ByteReader) throws(DecodingFailure) {
        self.init(share: try Double(from: &reader), gained: try Double(from: &reader))
    }
}
