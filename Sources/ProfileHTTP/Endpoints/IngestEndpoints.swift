import Hummingbird
import ProfileCore
import ProfileService
import ProfileStore
import ProfileWire

/// Records in, one at a time or as a stream.
enum IngestEndpoints {
    static let routes =
        RecordKind.allCases.flatMap { kind in
            let path = "/v1/sources/{source}/\(kind.pathSegment)/{id}"
            return [
                Route(.put, path, .writers, body: .json) { try await put(kind, $0) },
                Route(.patch, path, .writers, body: .mergePatch) { try await patch(kind, $0) },
                Route(.delete, path, .writers) { try await withdraw(kind, $0) },
            ]
        } + [Route(.post, "/v1/ingest", .writers, body: .recordStream, handle: stream)]

    private static func put(_ kind: RecordKind, _ exchange: Exchange) async throws -> Response {
        let (source, id) = (try allowedSource(exchange), try exchange.parameter("id"))
        let body = try await exchange.body()
        let outcome = exchange.context.decoder().decode(body: body, kind: kind, source: source, id: id)
        return try await file(outcome, of: kind, for: exchange)
    }

    private static func patch(_ kind: RecordKind, _ exchange: Exchange) async throws -> Response {
        let (source, id) = (try allowedSource(exchange), try exchange.parameter("id"))
        let body = try await exchange.body()
        let outcome = exchange.context.decoder().decode(part: body, kind: kind, source: source, id: id)
        return try await file(outcome, of: kind, for: exchange)
    }

    private static func file(
        _ outcome: RecordDecoder.Outcome, of kind: RecordKind, for exchange: Exchange
    ) async throws -> Response {
        let decoded: DecodedRecord
        switch outcome {
        case .success(let record): decoded = record
        case .failure(let rejection):
            exchange.context.metrics.count(kind: kind.word, verdict: "rejected")
            throw Problem(rejectedRecord: rejection)
        }
        let verdicts = try await exchange.service.ingest([decoded.record])
        guard let verdict = verdicts.first else { throw StoreError.failed(detail: "no verdict for a record") }
        exchange.context.metrics.count(kind: kind.word, verdict: verdict.status.rawValue)
        if verdict.status == .refused {
            throw Problem(rejectedRecord: WireRejection(problems: verdict.problems(of: kind)))
        }
        let tellsProfile = exchange.key?.mayLearnOfProfiles ?? false
        let isAboutSomebody = kind.subject != .nobody
        return .json {
            $0.object { write(verdict, decoded.warnings, tellsProfile: tellsProfile && isAboutSomebody, to: &$0) }
        }
    }

    private static func withdraw(_ kind: RecordKind, _ exchange: Exchange) async throws -> Response {
        let (source, id) = (try allowedSource(exchange), try exchange.parameter("id"))
        switch exchange.context.decoder().key(kind: kind, source: source, id: id) {
        case .failure(let rejection): throw Problem(rejectedRecord: rejection)
        case .success(let key):
            // One that has not come yet is taken back as well: what was stated of it before now stays out.
            let wasStated = try await exchange.service.withdraw(key)
            if wasStated { exchange.context.metrics.count(kind: kind.word, verdict: "withdrawn") }
            return .noContent
        }
    }

    private static func stream(_ exchange: Exchange) async throws -> Response {
        if let answer = try await CloudEventIntake.answer(exchange) { return answer }
        guard exchange.context.streams.take() else {
            throw Problem(.tooManyStreams, "Too many streams are open; try again when one has ended.")
        }
        exchange.context.metrics.streamBegan()
        defer {
            exchange.context.streams.giveBack()
            exchange.context.metrics.streamEnded()
        }
        var stream = RecordStream(exchange)
        let report = try await stream.run()
        return .json { report.write(to: &$0) }
    }

    private static func allowedSource(_ exchange: Exchange) throws(Problem) -> String {
        let source = try exchange.parameter("source")
        guard exchange.key?.mayWrite(for: source) ?? false else {
            throw Problem(.sourceNotAllowed, "The API key is bound to other sources.")
        }
        return source
    }

    private static func write(
        _ verdict: IngestVerdict, _ warnings: [WireWarning], tellsProfile: Bool, to json: inout JSONWriter
    ) {
        json.member("status", verdict.status.rawValue)
        if tellsProfile {
            json.member("profile_id", verdict.profile?.description)
            json.member("version", verdict.version)
        }
        let odd = verdict.warnings(tellingOfOthers: tellsProfile)
        json.member("warnings") { $0.array(of: warnings + odd) { $0.warning($1) } }
    }
}

extension IngestVerdict {
    /// What is odd about a record that was taken. Who holds an identifier, and who was erased, says something of
    /// others; which orders its own source stated, and which tiers there are, does not.
    func warnings(tellingOfOthers: Bool) -> [WireWarning] {
        guard tellingOfOthers else { return ownWarnings }
        return ownWarnings + refused.map(WireWarning.init(refusedLink:)) + buried.map(WireWarning.init(buried:))
    }
}

extension WireWarning {
    fileprivate init(buried type: String) {
        self.init(
            pointer: "", code: "buried_identifier",
            detail: "an identifier of type \(type) was left out: it belongs to somebody who was erased")
    }

    /// The record was filed all the same, but not everything it names leads to its profile.
    fileprivate init(refusedLink type: String) {
        self.init(
            pointer: "", code: "link_refused",
            detail: "an identifier of type \(type) was not linked to the profile; /v1/conflicts says why")
    }
}
