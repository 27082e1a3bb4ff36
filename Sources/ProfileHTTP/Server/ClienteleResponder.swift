package import Hummingbird
import HTTPTypes
import Instrumentation
import NIOCore
import ProfileStore

/// The path of every request: finds the operation, checks the key, runs the operation, turns errors into problems, adds
/// the fields that all answers have, and notes the request.
///
/// The server runs it in the task of the connection, the fast path on the thread of the connection. What asks for a
/// stream is answered apart, because the task of the connection goes on with the stream.
package struct ClienteleResponder: HTTPResponder {
    package struct Context: InitializableFromSource, Sendable {
        let channel: any Channel

        init(channel: any Channel) {
            self.channel = channel
        }

        package init(source: ApplicationRequestContextSource) {
            channel = source.channel
        }
    }

    let table: RouteTable
    let context: ServerContext

    package func respond(to request: Request, context connection: Context) async -> Response {
        let match = table.match(request.method, path: request.uri.path)
        guard match.isStream else { return await respond(to: request, match, connection.channel) }
        return await apart { await respond(to: request, match, connection.channel) }
    }

    private func respond(to request: Request, _ match: RouteTable.Match, _ channel: any Channel) async -> Response {
        guard let spans = context.spans else { return await answered(request, match, channel) }
        let span = RequestSpan(spans, request.method, match.template, CallerTrace(request.headers))
        let response = await InstrumentationContext.withValue(span.context) {
            await answered(request, match, channel)
        }
        span.end(response.status.code)
        return response
    }

    private func answered(_ request: Request, _ match: RouteTable.Match, _ channel: any Channel) async -> Response {
        let start = ContinuousClock.now
        context.metrics.requestBegan()
        var caller: APIKey?
        var response: Response
        do {
            response = try await answer(request, match, channel, &caller)
        } catch {
            let problem = context.problem(from: error, route: match.template)
            response = await match.refusal?(problem, request, context) ?? problem.response
        }
        SecurityHeaders.add(to: &response.headers)
        if match.isForPages { CrossOrigin.allow(request, context, in: &response.headers) }
        // Clients that keep connections would only learn that this one ends when they lose the next request in it.
        if context.readiness.isDraining { response.headers[.connection] = "close" }
        if request.method == .head { response = response.createHeadResponse() }
        context.metrics.requestEnded()
        context.note(request.method, match.template, response.status.code, caller, since: start)
        return response
    }

    private func answer(
        _ request: Request, _ match: RouteTable.Match, _ channel: any Channel, _ caller: inout APIKey?
    ) async throws -> Response {
        switch match {
        case .unknown: throw Problem(.notFound, "There is no such resource; see /openapi.yaml.")
        case .wrongMethod(let route, _) where route.isForPages && request.method == .options:
            return CrossOrigin.preflight(request, context)
        case .wrongMethod(_, let allowed):
            throw Problem(
                .methodNotAllowed, "Allowed here: \(allowed.joined(separator: ", ")).", allowed: allowed)
        case .found(let route, let parameters):
            let found = try await context.caller(of: request, for: route)
            caller = found?.key
            try route.access.check(caller)
            let query = try Query(
                route.readsQuery ? request.uri.query : nil, knowing: route.query, repeatable: route.repeatable)
            try MediaType.check(request.headers[.contentType], for: route.body)
            let exchange = Exchange(
                request: request, channel: channel, context: context, parameters: parameters, query: query,
                caller: found)
            return try await route.handle(exchange)
        }
    }
}

extension RouteTable.Match {
    var template: String? {
        switch self {
        case .found(let route, _), .wrongMethod(let route, _): route.path.text
        case .unknown: nil
        }
    }

    /// Whether pages of other origins may call it.
    fileprivate var isForPages: Bool {
        switch self {
        case .found(let route, _), .wrongMethod(let route, _): route.isForPages
        case .unknown: false
        }
    }

    fileprivate var refusal: Route.Refusal? {
        if case .found(let route, _) = self { route.refusal } else { nil }
    }

    fileprivate var isStream: Bool {
        if case .found(let route, _) = self { route.isStream } else { false }
    }
}
