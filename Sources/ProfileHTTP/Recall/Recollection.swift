import HTTPTypes
import Logging
import NIOCore
import Packing
import ProfileService
import ProfileCore
import ProfileStore
import ProfileWire

/// The answers to plain reads of whole profiles, the same that the server gives.
///
/// Whatever is out of the ordinary about a request is not answered here: the server then finds and tells it.
package struct Recollection: Sendable {
    struct Answer {
        var head: HTTPResponse
        let body: ByteBuffer
    }

    private let context: ServerContext
    private let server: HTTPField
    private let date = DateField()

    package init(_ context: ServerContext, serverName: String) {
        self.context = context
        server = HTTPField(name: .server, value: serverName)
    }

    /// What a question asks for; nil when it takes the server to answer.
    func read(_ question: RecallQuestion) -> ProfileRead? {
        let start = ContinuousClock.now
        // A node that is about to leave ends each connection with its answer, which is the server's to do.
        guard !context.readiness.isDraining, let caller = context.keys.key(in: question.authorization),
            ProfileEndpoints.wholeProfile.access.allows(caller),
            let name = PercentDecoding.decode(question.name),
            let reference = context.normalizer.reference(name)
        else { return nil }
        return ProfileRead(reference: reference, caller: caller, start: start)
    }

    /// What memory holds; nil when the store has to be asked.
    func recalled(_ read: ProfileRead) -> Answer? {
        guard let profile = context.service.recalled(read.reference) else { return nil }
        defer { note(read, 200) }
        return answer(profile)
    }

    /// Whether the store has little to read and to derive for it, so that a connection's thread may do it.
    func isQuick(_ read: ProfileRead) -> Bool {
        context.service.leadsToFew(read.reference)
    }

    /// What the store says, a problem included.
    func asked(_ read: ProfileRead) async -> Answer {
        context.metrics.inFlight.add(1)
        var answer: Answer
        do {
            answer = self.answer(try await ProfileEndpoints.profile(read.reference, of: context.service))
        } catch {
            answer = self.answer(context.problem(from: error, route: Self.route))
        }
        if context.readiness.isDraining { answer.head.headerFields[.connection] = "close" }
        context.metrics.inFlight.add(-1)
        note(read, answer.head.status.code)
        return answer
    }

    private func note(_ read: ProfileRead, _ status: Int) {
        context.note(.get, Self.route, status, read.caller, since: read.start)
    }

    private func answer(_ profile: ServedProfile) -> Answer {
        var fields = Self.fixed
        fields.append(HTTPField(name: .contentLength, value: String(profile.packed.count)))
        fields.append(HTTPField(name: .eTag, value: profile.etag))
        return answer(.ok, fields, ByteBuffer(unpacking: profile.packed))
    }

    private func answer(_ problem: Problem) -> Answer {
        let body = ByteBuffer(bytes: problem.document)
        var fields = problem.headers
        fields[.contentLength] = String(body.readableBytes)
        SecurityHeaders.add(to: &fields)
        return answer(problem.kind.status, fields, body)
    }

    private func answer(_ status: HTTPResponse.Status, _ fields: HTTPFields, _ body: ByteBuffer) -> Answer {
        var fields = fields
        fields.append(date.now)
        fields.append(server)
        return Answer(head: HTTPResponse(status: status, headerFields: fields), body: body)
    }

    private static let route = ProfileEndpoints.wholeProfile.path.text

    private static let fixed: HTTPFields = {
        var fields: HTTPFields = [.contentType: MediaType.json]
        PrivateCaching.add(to: &fields)
        SecurityHeaders.add(to: &fields)
        return fields
    }()
}
