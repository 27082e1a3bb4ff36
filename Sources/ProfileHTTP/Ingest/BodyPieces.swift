import Gzip
import HTTPTypes
import Hummingbird
import NIOCore

/// The body of a request as it arrives, unpacked when it is packed.
struct BodyPieces {
    private var chunks: RequestBody.AsyncIterator
    private let inflater: GzipInflater?
    private let limits: HTTPLimits
    private var packedSize = 0
    private var unpackedSize = 0

    /// Throws a problem when the body is packed in an unknown way. Sends `100 Continue` to a client that waits for it.
    /// With `asSent` the bytes are those on the wire, however they are packed.
    init(_ exchange: Exchange, asSent: Bool = false) throws {
        let encoding = asSent ? nil : exchange.request.headers[.contentEncoding]
        try self.init(exchange.request.body, packedAs: encoding, exchange.context.limits)
        if exchange.request.headers[.expect] != nil {
            exchange.channel.triggerUserOutboundEvent(ConnectionGuard.BodyWanted(), promise: nil)
        }
    }

    /// Bytes that came before, packed as the value of `Content-Encoding` says.
    init(_ body: RequestBody, packedAs encoding: String?, _ limits: HTTPLimits) throws {
        self.limits = limits
        inflater = try Self.inflater(for: encoding)
        chunks = body.makeAsyncIterator()
    }

    /// An empty piece says that nothing has come for a while.
    mutating func next() async throws -> [UInt8]? {
        guard let inflater else { return try await chunk() }
        while true {
            if let piece = try unpacked(by: inflater) {
                unpackedSize += piece.count
                try checkRatio()
                // Little that is packed may unpack for minutes without a pause, and others want to be answered too.
                await Task.yield()
                return piece
            }
            guard let chunk = try await chunk() else {
                try finish(inflater)
                return nil
            }
            guard !chunk.isEmpty else { return chunk }
            packedSize += chunk.count
            inflater.push(chunk)
        }
    }

    /// A few bytes can be packed so that they unpack to as many as fill a disk. Records do not pack like that.
    private func checkRatio() throws(Problem) {
        guard unpackedSize > limits.unpackedSize + limits.unpackedRatio * packedSize else { return }
        let (ratio, size) = (limits.unpackedRatio, limits.unpackedSize)
        let rule = "a body unpacks to \(ratio) times its packed bytes and \(size) more, at most"
        throw Problem(
            .malformedStream, "The packed body unpacks to too much.",
            flaws: [Problem.Flaw(code: "too_much_unpacked", detail: rule)])
    }

    private func unpacked(by inflater: GzipInflater) throws(Problem) -> [UInt8]? {
        do throws(GzipInflater.Failure) {
            return try inflater.nextPiece()
        } catch {
            throw Problem(error)
        }
    }

    private mutating func chunk() async throws -> [UInt8]? {
        do {
            return try await chunks.next().map { Array($0.readableBytesView) }
        } catch is StreamRanDry {
            throw Problem(.requestTimeout, "Too little of the stream came in time.")
        } catch {
            throw Problem(.malformedStream, "The connection broke off within the body.")
        }
    }

    private func finish(_ inflater: GzipInflater) throws(Problem) {
        do throws(GzipInflater.Failure) {
            try inflater.finish()
        } catch {
            throw Problem(error)
        }
    }

    private static func inflater(for encoding: String?) throws -> GzipInflater? {
        switch encoding?.lowercased() {
        case nil, "identity": return nil
        case "gzip", "x-gzip": return try GzipInflater()
        default: throw Problem(.unsupportedMediaType, "A body may be packed with gzip and nothing else.")
        }
    }
}

extension Problem {
    init(_ failure: GzipInflater.Failure) {
        switch failure {
        case .damaged:
            self.init(
                .malformedStream, "The body says it is packed with gzip, and cannot be unpacked.",
                flaws: [Flaw(code: "damaged_gzip", detail: "gzip data as of RFC 1952, unchanged on its way")])
        case .truncated:
            self.init(
                .malformedStream, "The packed body ends too early.",
                flaws: [Flaw(code: "truncated_gzip", detail: "gzip data up to and with its last checksum")])
        }
    }
}
