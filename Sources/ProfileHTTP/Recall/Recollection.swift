import HTTPTypes
import NIOCore
import Packing
import ProfileService
import ProfileStore
import ProfileWire

/// The answers to reads that memory holds, the same that the server gives.
///
/// Whatever is out of the ordinary about a request is not answered here: the server then finds and tells it.
package struct Recollection: Sendable {
    struct Answer {
        let head: HTTPResponse
        let body: ByteBuffer
    }

    private let context: ServerContext
    private let server: HTTPField
    private let date = DateField()

    package init(_ context: ServerContext, serverName: String) {
        self.context = context
        server = HTTPField(name: .server, value: serverName)
    }

    /// Nil when it takes the server to answer.
    func answer(to question: RecallQuestion) -> Answer? {
        let start = ContinuousClock.now
        // A node that is about to leave ends each connection with its answer, which is the server's to do.
        guard !context.readiness.isDraining, let caller = context.keys.key(in: question.authorization),
            ProfileEndpoints.wholeProfile.access.allows(caller),
            let name = PercentDecoding.decode(question.name),
            let reference = context.normalizer.reference(name),
            let profile = context.service.recalled(ProfileReference(reference))
        else { return nil }
        let answer = Answer(head: head(of: profile), body: ByteBuffer(unpacking: profile.packed))
        context.note(.get, ProfileEndpoints.wholeProfile.path.text, 200, caller, since: start)
        return answer
    }

    private func head(of profile: ServedProfile) -> HTTPResponse {
        var fields = Self.fixed
        fields.append(HTTPField(name: .contentLength, value: String(profile.packed.count)))
        fields.append(HTTPField(name: .eTag, value: profile.etag))
        fields.append(date.now)
        fields.append(server)
        return HTTPResponse(status: .ok, headerFields: fields)
    }

    private static let fixed: HTTPFields = {
        var fields: HTTPFields = [.contentType: MediaType.json]
        PrivateCaching.add(to: &fields)
        SecurityHeaders.add(to: &fields)
        return fields
    }()
}
