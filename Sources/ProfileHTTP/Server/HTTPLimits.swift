/// What the service grants to any one client. Sizes are in bytes.
package struct HTTPLimits: Hashable, Sendable {
    /// Of a body that is read as a whole; streams of records may have any size.
    package var bodySize = 2 * 1024 * 1024
    /// Of one header field.
    package var headerFieldSize = 16 * 1024
    /// Of all header fields together.
    package var headerListSize = 32 * 1024
    package var headerFieldCount = 100
    /// From the arrival of a request's head until all of its body is there; not for streams.
    package var requestDeadline: Duration = .seconds(60)
    /// How long the body of a sender may take who has proved nothing yet.
    package var unprovedDeadline: Duration = .seconds(20)
    /// Of the bodies of all such senders together, as they are held.
    package var unprovedSize = 64 * 1024 * 1024
    /// How long a connection may stay open without a request.
    package var idleTimeout: Duration = .seconds(75)
    /// Of requests and answers that wait on all connections together for clients to take what came before.
    package var backlogSize = 128 * 1024 * 1024
    /// How long a client may leave an answer unread.
    package var writeStallDeadline: Duration = .seconds(30)
    /// Of a stream of records the next `streamBytes` must come while the service waits for them no longer than this.
    package var streamWindow: Duration = .seconds(30)
    package var streamBytes = 1024
    /// How long records of a stream wait for the rest of their batch while nothing more comes in.
    package var streamPatience: Duration = .seconds(1)
    package var connections = 10_000
    /// How long an answer about readiness waits for the store.
    package var probePatience: Duration = .seconds(2)
    /// How many streams of records are taken at the same time.
    package var ingestStreams = 16
    /// How many calls of tracking libraries are answered at the same time.
    package var trackingCalls = 256
    /// How many of those that say only in the body whose they are.
    package var keylessCalls = 32
    /// How many streams of events are open at the same time.
    package var eventStreams = 8000
    /// Of one line of a stream.
    package var lineLength = 2 * 1024 * 1024
    /// Lines of a stream that are committed together, at most.
    package var batchLines = 4000
    /// Bytes of lines that are committed together; the last line may exceed it.
    package var batchSize = 4 * 1024 * 1024
    /// By how many the bad lines of a stream may outnumber its good ones.
    package var badLines = 10_000
    /// What a packed body may unpack to: so many bytes, and so many for each packed one.
    package var unpackedSize = 16 * 1024 * 1024
    package var unpackedRatio = 100
    /// How many problems and how many warnings a stream's answer lists.
    package var listedErrors = 1000
    package var listedWarnings = 1000

    package static let standard = HTTPLimits()

    package init() {}
}
