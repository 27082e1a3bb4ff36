import Foundation
import Testing

/// Values that stand for personal data are sent in every place a request has; wherever they turn up again, other
/// people would read them.
@Suite("Personal data stays out of logs, metrics and problems")
struct PrivacyTests {
    /// In lower case; each is a part of something that is sent.
    private static let canaries = ["canary", "79460999", "\u{1B}", "forged"]

    @Test("Nothing that was sent turns up in the log at its most talkative, nor in the metrics, nor in problems")
    func canaries() async throws {
        let server = try await Server(environment: ["CLIENTELE_LOG_LEVEL": "trace"])
        for request in CanaryRequest.taken {
            let answer = try await request.send(to: server)
            #expect((200..<300).contains(answer.status), "\(request): \(answer.text)")
        }
        for request in CanaryRequest.odd {
            let answer = try await request.send(to: server)
            #expect(answer.status == 200 && answer.text.contains("left out"), "\(request): \(answer.text)")
            check(answer.text, "the answer to \(request)")
        }
        for request in CanaryRequest.refused {
            let answer = try await request.send(to: server)
            #expect((400..<500).contains(answer.status), "\(request): \(answer.status)")
            check(answer.text + answer.headers.values.joined(separator: "\n"), "the answer to \(request)")
        }
        check(try await server.send("GET", "/metrics").text, "metrics")
        #expect(try await server.stop() == 0)
        check(server.program.errors, "the log")
        #expect(server.program.output.isEmpty)
        for line in server.program.errors.split(separator: "\n") {
            let event = try JSON(line.utf8)
            #expect(event["time"]?.text != nil && event["level"]?.text != nil && event["message"]?.text != nil)
        }
        #expect(
            server.program.errors.contains(#""level":"trace""#) || server.program.errors.contains(#""level":"debug""#))
    }

    private func check(_ text: String, _ place: String) {
        let found = text.lowercased()
        for canary in Self.canaries {
            guard let spot = found.range(of: canary) else { continue }
            let before = found[..<spot.lowerBound].suffix(200)
            Issue.record("\(canary) in \(place): \(before)\(found[spot.lowerBound...].prefix(80))")
        }
    }
}
