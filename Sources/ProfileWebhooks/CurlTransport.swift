import CCurl
import Foundation
package import ProfileCore
import Synchronization

/// Posts messages by libcurl, all of them on one thread.
package final class CurlTransport: Sendable {
    package struct Settings: Hashable, Sendable {
        /// Whether messages may go to private addresses, and by HTTP without TLS.
        package var allowsPrivate: Bool
        /// A file of certificates that count instead of the system's.
        package var authorities: String?
        /// How long an attempt takes at most, in milliseconds.
        package var timeout = 15_000

        package init(allowsPrivate: Bool = false, authorities: String? = nil) {
            self.allowsPrivate = allowsPrivate
            self.authorities = authorities
        }
    }

    fileprivate struct Post: Sendable {
        let message: OutgoingMessage
        let answer: CheckedContinuation<DeliveryAnswer, Never>
    }

    private struct Inbox {
        var posts: [Post] = []
        var isStopped = false
    }

    private let inbox = Mutex(Inbox())
    private let bell: Int32
    /// Nothing comes of it but its end, which is that of the thread.
    private let ending = AsyncStream<Never>.makeStream()

    /// Starts the thread, which ends with the last reference to this.
    package init(_ settings: Settings) {
        bell = clientele_bell_make()
        let (bell, end) = (bell, ending.continuation)
        Thread.detachNewThread { [weak self] in
            Thread.current.name = "clientele.web"
            if let round = CurlRound(settings) {
                while let posts = self?.takePosts() { round.run(posts, until: bell) }
                round.end()
            } else {
                self?.giveUp()
            }
            close(bell)
            end.finish()
        }
    }

    /// Ends the thread, and returns once it did: libcurl must not be at work any more when the process ends. What is on
    /// its way is given up.
    package func stop() async {
        giveUp()
        for await _ in ending.stream {}
    }

    private func giveUp() {
        let left = inbox.withLock { inbox in
            // Afterwards the thread may have closed its bell.
            if !inbox.isStopped { clientele_bell_ring(bell) }
            inbox.isStopped = true
            defer { inbox.posts = [] }
            return inbox.posts
        }
        for post in left { post.answer.resume(returning: .failed(.brokenOff)) }
    }

    /// Nil once it was stopped.
    private func takePosts() -> [Post]? {
        inbox.withLock { inbox in
            guard !inbox.isStopped else { return nil }
            defer { inbox.posts = [] }
            return inbox.posts
        }
    }
}

extension CurlTransport: WebhookTransport {
    package func post(_ message: OutgoingMessage) async -> DeliveryAnswer {
        await withCheckedContinuation { answer in
            let isTaken = inbox.withLock { inbox in
                guard !inbox.isStopped else { return false }
                inbox.posts.append(Post(message: message, answer: answer))
                clientele_bell_ring(bell)
                return true
            }
            if !isTaken { answer.resume(returning: .failed(.brokenOff)) }
        }
    }
}

/// What the thread has on its way.
private final class CurlRound {
    private static let longestWait: Int32 = 1_000

    private let courier: OpaquePointer
    private let timeout: Int
    private var answers: [UInt64: CheckedContinuation<DeliveryAnswer, Never>] = [:]
    private var last: UInt64 = 0

    /// Nil without memory.
    init?(_ settings: CurlTransport.Settings) {
        timeout = settings.timeout
        let judge: clientele_address_judge = { bytes, length in
            NetworkAddress(UnsafeBufferPointer(start: bytes, count: length))?.isPublic ?? false
        }
        guard let courier = clientele_courier_make(settings.allowsPrivate ? nil : judge, settings.authorities) else {
            return nil
        }
        self.courier = courier
    }

    deinit {
        clientele_courier_free(courier)
    }

    /// Begins posts, and goes on with all until something happens.
    func run(_ posts: [CurlTransport.Post], until bell: Int32) {
        for post in posts { begin(post) }
        wait(for: bell)
    }

    private func begin(_ post: CurlTransport.Post) {
        last += 1
        let message = post.message
        let lines = message.lines.map { strdup($0) }
        defer { for line in lines { free(line) } }
        let pointers = lines.map { UnsafePointer<CChar>($0) }
        let isBegun = message.body.withUnsafeBufferPointer { body in
            clientele_courier_post(
                courier, last, message.url, pointers, pointers.count, body.baseAddress, body.count, timeout)
        }
        guard isBegun else { return post.answer.resume(returning: .failed(.brokenOff)) }
        answers[last] = post.answer
    }

    private func wait(for bell: Int32) {
        clientele_courier_wait(courier, bell, Self.longestWait)
        var receipt = clientele_receipt()
        while clientele_courier_take(courier, &receipt) {
            answers.removeValue(forKey: receipt.token)?.resume(returning: DeliveryAnswer(receipt))
        }
    }

    func end() {
        for answer in answers.values { answer.resume(returning: .failed(.brokenOff)) }
        answers = [:]
    }
}

extension DeliveryAnswer {
    /// An answer that was cut still says how it went.
    fileprivate init(_ receipt: clientele_receipt) {
        let code = receipt.code
        if code == 0 || receipt.cut, receipt.status > 0 {
            let pause = receipt.retry_after_seconds
            self = .status(receipt.status, retryAfter: pause > 0 ? Int64(pause) : nil)
        } else if receipt.refused {
            self = .failed(.refusedAddress)
        } else if clientele_code_is_unknown_host(code) {
            self = .failed(.unknownHost)
        } else if clientele_code_is_unreachable(code) {
            self = .failed(.unreachable)
        } else if clientele_code_is_timeout(code) {
            self = .failed(.timeout)
        } else if clientele_code_is_certificate(code) {
            self = .failed(.certificate)
        } else if clientele_code_is_no_tls(code) {
            self = .failed(.noTLS)
        } else if clientele_code_is_bad_answer(code) {
            self = .failed(.badAnswer)
        } else {
            self = .failed(.brokenOff)
        }
    }
}
