import HTTPTypes
import Hummingbird
import ProfileCore
import ProfileService
import ProfileStore
import ProfileWire

/// Events as of CloudEvents 1.0, in each of the forms that HTTP has for them.
enum CloudEventIntake {
    private enum Form {
        case structured, batch
        /// Attributes are headers, and the body is what the event holds.
        case binary
    }

    /// Nil when the request brings no events.
    ///
    /// - Throws: a problem for JSON that is no event.
    static func answer(_ exchange: Exchange) async throws -> Response? {
        guard let form = try form(of: exchange.request.headers) else { return nil }
        guard exchange.context.tracking.slots.take() else {
            throw Problem(.tooManyRequests, "Too many calls at the same time; try again in a moment.")
        }
        defer { exchange.context.tracking.slots.giveBack() }
        let decoder = exchange.context.decoder()
        var intake = MessageIntake(exchange)
        var breather = Breather()
        for event in try await events(form, exchange) {
            intake.take(event, of: exchange, decoder)
            await breather.pause()
        }
        try await intake.file()
        return .json { intake.write(to: &$0) }
    }

    private static func form(of headers: HTTPFields) throws(Problem) -> Form? {
        let type = headers[.contentType]?.prefix { $0 != ";" }.lowercased().filter { $0 != " " }
        switch type {
        case CloudEvent.mediaType: return .structured
        case CloudEvent.batchMediaType: return .batch
        case MediaType.json where headers.contains { $0.name.canonicalName.hasPrefix(CloudEvent.headerPrefix) }:
            return .binary
        case MediaType.json:
            throw Problem(.unsupportedMediaType, "Send the body as Content-Type: \(MediaType.recordStreams[0]).")
        default: return nil
        }
    }

    private static func events(
        _ form: Form, _ exchange: Exchange
    ) async throws -> [Result<CloudEvent, WireRejection>] {
        let body = try await exchange.json()
        do throws(WireRejection) {
            switch form {
            case .batch: return try CloudEvent.batch(body)
            case .structured: return [.success(try CloudEvent(body))]
            case .binary:
                return [.success(try CloudEvent(attributes: attributes(exchange.request.headers), data: body))]
            }
        } catch {
            throw Problem(rejectedBody: error)
        }
    }

    /// Characters beyond ASCII come percent-encoded.
    private static func attributes(_ headers: HTTPFields) -> [(name: String, value: String)] {
        headers.compactMap { field in
            let name = field.name.canonicalName
            guard name.hasPrefix(CloudEvent.headerPrefix) else { return nil }
            return (
                String(name.dropFirst(CloudEvent.headerPrefix.count)),
                PercentDecoding.decode(field.value) ?? field.value
            )
        }
    }
}

extension MessageIntake {
    fileprivate mutating func take(
        _ event: Result<CloudEvent, WireRejection>, of exchange: Exchange, _ decoder: RecordDecoder
    ) {
        switch event {
        case .failure(let rejection):
            begin(Item(label: [], place: ""))
            reject(rejection)
        case .success(let event):
            begin(Item(label: [("id", event.id), ("source", event.source)], place: event.place))
            for outcome in records(of: event, exchange, decoder) { take(outcome.flatMap { allowed($0, exchange.key) }) }
        }
    }

    private func records(
        of event: CloudEvent, _ exchange: Exchange, _ decoder: RecordDecoder
    ) -> [Result<MappedRecord, RowRejection>] {
        let day = decoder.context.arrivedAt.day
        if let mapping = exchange.context.tracking.events.mapping(event.type, for: exchange.key?.onlySource, on: day) {
            return event.records(by: mapping, decoder)
        }
        if event.holdsRecord { return [event.record(decoder)] }
        let rule = "a type that has a mapping in the settings, or data that is a record with kind, source and id"
        let problem = WireProblem(pointer: event.place + "/type", code: .notAllowed, detail: rule)
        return [.failure(RowRejection(problems: [.init(line: 1, problem: problem)]))]
    }

    private func allowed(_ mapped: MappedRecord, _ key: APIKey?) -> Result<MappedRecord, RowRejection> {
        if key?.mayWrite(for: mapped.record.key.source) ?? false { return .success(mapped) }
        let rule = "a source that the API key may write for"
        let problem = WireProblem(pointer: "/source", code: "source_not_allowed", detail: rule)
        return .failure(RowRejection(problems: [.init(line: 1, problem: problem)]))
    }
}

extension APIKey {
    /// The source that what the key states belongs to; nil where it may name several.
    fileprivate var onlySource: String? { sources.flatMap { $0.count == 1 ? $0.first : nil } }
}
