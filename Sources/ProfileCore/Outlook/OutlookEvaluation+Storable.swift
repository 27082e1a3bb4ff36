extension OutlookEvaluation: Storable {
    package func write(to writer: inout ByteWriter) {
        for count in [days, customers, returning] { writer.integer(count) }
        for comparison in [orders, chance, contacts] { comparison.write(to: &writer) }
        writer.values(calibration)
        writer.values(spend)
        baselines.write(to: &writer)
    }

    package init(from reader: inout ByteReader) throws(DecodingFailure) {
        (days, customers, returning) = (try reader.int(), try reader.int(), try reader.int())
        orders = try OutlookComparison(from: &reader)
        chance = try OutlookComparison(from: &reader)
        contacts = try OutlookComparison(from: &reader)
        calibration = try reader.values()
        spend = try reader.values()
        baselines = try OutlookBaselines(from: &reader)
    }
}

extension OutlookComparison: Storable {
    package func write(to writer: inout ByteWriter) {
        writer.integer(customers)
        writer.presence(fitted != nil, basis != nil, reason != nil)
        fitted?.write(to: &writer)
        if let basis { writer.code(basis, among: OutlookBasis.allCases) }
        if let reason { writer.string(reason) }
        writer.values(rows)
    }

    package init(from reader: inout ByteReader) throws(DecodingFailure) {
        customers = try reader.int()
        var presence = try reader.presence()
        fitted = presence.next() ? try FittedParameters(from: &reader) : nil
        basis = presence.next() ? try reader.code(among: OutlookBasis.allCases, "basis") : nil
        reason = presence.next() ? try reader.string() : nil
        try reader.pass(presence)
        rows = try reader.values()
    }
}

extension OutlookComparison.Row: Storable {
    package func write(to writer: inout ByteWriter) {
        writer.code(basis, among: OutlookBasis.allCases)
        accuracy.write(to: &writer)
    }

    package init(from reader: inout ByteReader) throws(DecodingFailure) {
        basis = try reader.code(among: OutlookBasis.allCases, "basis")
        accuracy = try Accuracy(from: &reader)
    }
}

extension Accuracy: Storable {
    package func write(to writer: inout ByteWriter) {
        writer.presence(correlation != nil, activityAUC != nil)
        correlation?.write(to: &writer)
        activityAUC?.write(to: &writer)
        meanError.write(to: &writer)
        squaredError.write(to: &writer)
    }

    package init(from reader: inout ByteReader) throws(DecodingFailure) {
        var presence = try reader.presence()
        correlation = presence.next() ? try Double(from: &reader) : nil
        activityAUC = presence.next() ? try Double(from: &reader) : nil
        try reader.pass(presence)
        (meanError, squaredError) = (try Double(from: &reader), try Double(from: &reader))
    }
}

extension FittedParameters: Storable {
    package func write(to writer: inout ByteWriter) {
        writer.strings(names)
        writer.values(values)
        report.logLikelihood.write(to: &writer)
        for count in [report.steps, report.customers, report.distinct] { writer.integer(count) }
    }

    package init(from reader: inout ByteReader) throws(DecodingFailure) {
        (names, values) = (try reader.strings(), try reader.values())
        guard names.count == values.count else { throw .invalid("parameter") }
        report = FitReport(
            logLikelihood: try Double(from: &reader), steps: try reader.int(), customers: try reader.int(),
            distinct: try reader.int())
    }
}

extension CalibrationBand: Storable {
    package func write(to writer: inout ByteWriter) {
        writer.integer(customers)
        given.write(to: &writer)
        observed.write(to: &writer)
    }

    package init(from reader: inout ByteReader) throws(DecodingFailure) {
        customers = try reader.int()
        (given, observed) = (try Double(from: &reader), try Double(from: &reader))
    }
}

extension SpendComparison: Storable {
    package func write(to writer: inout ByteWriter) {
        currency.write(to: &writer)
        averagePurchase.write(to: &writer)
        comparison.write(to: &writer)
    }

    package init(from reader: inout ByteReader) throws(DecodingFailure) {
        self.init(
            currency: try Currency(from: &reader), averagePurchase: try Double(from: &reader),
            comparison: try OutlookComparison(from: &reader))
    }
}

extension OutlookBaselines: Storable {
    package func write(to writer: inout ByteWriter) {
        for value in [orders, chance, contacts] { value.write(to: &writer) }
        writer.values(recency)
    }

    package init(from reader: inout ByteReader) throws(DecodingFailure) {
        self.init(
            orders: try Double(from: &reader), chance: try Double(from: &reader), contacts: try Double(from: &reader),
            recency: try reader.values())
    }
}

extension RecencyBand: Storable {
    package func write(to writer: inout ByteWriter) {
        writer.integer(days)
        purchases.write(to: &writer)
        chance.write(to: &writer)
    }

    package init(from reader: inout ByteReader) throws(DecodingFailure) {
        self.init(days: try reader.int(), purchases: try Double(from: &reader), chance: try Double(from: &reader))
    }
}
