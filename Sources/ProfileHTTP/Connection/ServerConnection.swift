import Hummingbird
import HummingbirdCore
import Logging
package import NIOCore
import NIOHTTP1
import NIOHTTPTypes
import NIOHTTPTypesHTTP1

/// What a request meets on its way from the socket to the server, and its answer on the way back.
package struct ConnectionSetup: Sendable {
    private let limits: HTTPLimits
    private let responder: ClienteleResponder
    private let answers: AnswerWriter
    private let paths: BodyPaths

    init(_ limits: HTTPLimits, _ responder: ClienteleResponder, _ answers: AnswerWriter) {
        self.limits = limits
        self.responder = responder
        self.answers = answers
        paths = BodyPaths(responder.table.routes)
    }

    /// First bytes, then what the decoder makes of them, then the types of the server.
    package func addHandlers(to channel: any Channel) throws {
        let backlog = responder.context.backlog
        let intake = Intake(backlog)
        let connection = ConnectionGuard(
            limits: limits, paths: paths, intake: intake, backlog: backlog, answers: answers)
        let pipeline = channel.pipeline.syncOperations
        try pipeline.addHandler(intake)
        try pipeline.configureHTTPServerPipeline(
            withPipeliningAssistance: false, withErrorHandling: false, withOutboundHeaderValidation: false,
            withEncoderConfiguration: .init(), withDecoderLimitConfiguration: limits.decoder)
        try pipeline.addHandlers(
            connection, FastPath(responder, answers, connection), HTTP1ToHTTPServerCodec(secure: false))
    }
}

/// A connection of the server, whose requests the fast path sees first.
struct ServerConnection: HTTPChannelHandler {
    typealias Value = NIOAsyncChannel<HTTPRequestPart, HTTPResponsePart>

    /// An idle connection keeps the buffer of its last read. It begins with room for a plain request, and grows with
    /// what comes.
    private static let receiving = AdaptiveRecvByteBufferAllocator(minimum: 64, initial: 512, maximum: 64 * 1024)

    let setup: ConnectionSetup
    let responder: Responder

    func setup(channel: any Channel, logger: Logger) -> EventLoopFuture<Value> {
        channel.eventLoop.makeCompletedFuture {
            try channel.syncOptions?.setOption(.maxMessagesPerRead, value: 1)
            try channel.syncOptions?.setOption(.recvAllocator, value: Self.receiving)
            try setup.addHandlers(to: channel)
            try channel.pipeline.syncOperations.addHandler(HTTPConnectionStateHandler(logger: logger))
            return try NIOAsyncChannel(
                wrappingChannelSynchronously: channel, configuration: .init(isOutboundHalfClosureEnabled: true))
        }
    }

    func handle(value: Value, logger: Logger) async {
        await handleHTTP(asyncChannel: value, logger: logger)
    }
}

extension HTTPLimits {
    fileprivate var decoder: NIOHTTPDecoderLimitConfiguration {
        var limits = NIOHTTPDecoderLimitConfiguration()
        limits.maxHeaderFieldSize = headerFieldSize
        limits.maxHeaderListSize = headerListSize
        limits.maxHeaderFieldCount = headerFieldCount
        return limits
    }
}
