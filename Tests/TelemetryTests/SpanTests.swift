import Instrumentation
import Logging
import ProfileWire
import ServiceLifecycle
import Synchronization
import Testing
import Tracing

@testable import Telemetry

@Suite("Spans are recorded, and told in time")
struct SpanTests {
    private struct Secret: Error {
        let text = "jane@example.com"
    }

    /// Header fields of a message.
    private struct Fields: Extractor, Injector {
        func extract(key: String, from fields: [String: String]) -> String? { fields[key] }
        func inject(_ value: String, forKey key: String, into fields: inout [String: String]) { fields[key] = value }
    }

    private let incoming = [
        "traceparent": "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01", "tracestate": "rojo=1",
    ]

    private func recorder(_ sampler: Sampler = .standard) -> SpanRecorder {
        SpanRecorder(sampler, queue: SpanQueue())
    }

    @Test("A span goes on with the trace of the caller, and what is asked on the way with the span's")
    func propagation() throws {
        let recorder = recorder()
        var context = InstrumentationContext.topLevel
        recorder.extract(incoming, into: &context, using: Fields())
        let span = recorder.startSpan("one", context: context, ofKind: .server)
        let inner = recorder.startSpan("two", context: span.context)
        var outgoing: [String: String] = [:]
        recorder.inject(inner.context, into: &outgoing, using: Fields())
        let parent = try #require(outgoing["traceparent"].flatMap { TraceParent($0) })
        #expect(parent.trace.text == "4bf92f3577b34da6a3ce929d0e0e4736")
        #expect(outgoing["tracestate"] == "rojo=1")
        inner.end()
        span.end()
        let ended = recorder.queue.take()
        #expect(ended.map(\.name) == ["two", "one"])
        #expect(ended[0].parent == ended[1].own.span && ended[0].own.span == parent.span)
        #expect(ended[1].parent?.text == "00f067aa0ba902b7")
    }

    @Test("A trace that is not told of is passed on all the same, and costs no memory")
    func unsampled() throws {
        let recorder = recorder(try #require(Sampler(name: "always_off", argument: nil)))
        let span = recorder.startSpan("one")
        #expect(!span.isRecording)
        var outgoing: [String: String] = [:]
        recorder.inject(span.context, into: &outgoing, using: Fields())
        #expect(outgoing["traceparent"]?.hasSuffix("-00") == true)
        span.end()
        #expect(recorder.queue.take().isEmpty)
    }

    @Test("A span ends once, not before it began, and what an error says is not told")
    func ends() throws {
        let recorder = recorder()
        let span = recorder.startSpan("one")
        span.recordError(Secret())
        span.addEvent(SpanEvent(name: "jane@example.com"))
        span.end(at: DefaultTracerClock.Timestamp(nanosecondsSinceEpoch: 1))
        span.end()
        #expect(!span.isRecording)
        let ended = recorder.queue.take()
        #expect(ended.count == 1 && ended[0].end == ended[0].begin && ended[0].isError)
        let text = String(decoding: TraceDocument(resource: [], version: "1").bytes(of: ended), as: UTF8.self)
        #expect(text.contains("Secret") && !text.contains("jane"))
    }

    @Test("There is room for so many, and what was dropped is counted")
    func bound() {
        let recorder = recorder()
        for _ in 0..<SpanQueue.most + 7 { recorder.startSpan("one").end() }
        #expect(recorder.queue.tally == .init(exported: 0, dropped: 7))
        #expect(recorder.queue.take().count == SpanQueue.most)
    }

    @Test("The document is what OTLP has in JSON")
    func document() throws {
        let recorder = recorder()
        var context = InstrumentationContext.topLevel
        recorder.extract(incoming, into: &context, using: Fields())
        let begin = DefaultTracerClock.Timestamp(nanosecondsSinceEpoch: 1_795_341_600_000_000_001)
        let span = recorder.startSpan("GET /v1/profiles/{id}", context: context, ofKind: .server, at: begin)
        span.attributes["http.response.status_code"] = 503
        span.attributes["flag"] = true
        span.attributes["list"] = ["left out"]
        span.setStatus(SpanStatus(code: .error))
        span.end(at: DefaultTracerClock.Timestamp(nanosecondsSinceEpoch: 1_795_341_600_000_500_001))
        let bytes = TraceDocument(resource: [("service.name", "shop")], version: "2").bytes(of: recorder.queue.take())
        let ids = try #require(span.context.traceParent)
        let wanted = #"""
            {"resourceSpans":[{"resource":{"attributes":[{"key":"service.name","value":{"stringValue":"shop"}}]},
            "scopeSpans":[{"scope":{"name":"clientele","version":"2"},"spans":[{"traceId":"\#(ids.trace.text)",
            "spanId":"\#(ids.span.text)","traceState":"rojo=1","flags":1,"parentSpanId":"00f067aa0ba902b7",
            "name":"GET /v1/profiles/{id}","kind":2,"startTimeUnixNano":"1795341600000000001",
            "endTimeUnixNano":"1795341600000500001","attributes":[
            {"key":"flag","value":{"boolValue":true}},
            {"key":"http.response.status_code","value":{"intValue":"503"}}],
            "links":[],"status":{"code":2}}]}]}]}
            """#
        #expect(try JSONReader.parse(bytes) == JSONReader.parse(Array(wanted.utf8)))
    }

    // MARK: Exporting

    /// Runs an exporter beside `recorder` until it has posted so many times, and tells how many spans each time.
    private func exported(
        from recorder: SpanRecorder, _ outcomes: [SpanExporter.Outcome], posts most: Int,
        period: Duration = .milliseconds(5)
    ) async throws -> [Int] {
        let (sizes, posted) = AsyncStream.makeStream(of: Int.self)
        let count = Mutex(0)
        let exporter = SpanExporter(
            recorder.queue, resource: [], version: "1", logger: Logger(label: "test"), period: period,
            pause: .milliseconds(1)
        ) { body in
            let number = count.withLock { count in
                defer { count += 1 }
                return count
            }
            posted.yield(String(decoding: body, as: UTF8.self).matches(of: #/"spanId"/#).count)
            return number < outcomes.count ? outcomes[number] : .taken
        }
        let group = ServiceGroup(services: [exporter], logger: Logger(label: "test"))
        return try await withThrowingTaskGroup(of: Void.self) { tasks in
            tasks.addTask { try await group.run() }
            var seen: [Int] = []
            for await size in sizes {
                seen.append(size)
                if seen.count == most { break }
            }
            await group.triggerGracefulShutdown()
            try await tasks.waitForAll()
            return seen
        }
    }

    @Test("Spans are sent so many at a time")
    func batches() async throws {
        let recorder = recorder()
        for _ in 0..<1100 { recorder.startSpan("one").end() }
        #expect(try await exported(from: recorder, [], posts: 3) == [512, 512, 76])
        #expect(recorder.queue.tally == .init(exported: 1100, dropped: 0))
    }

    @Test("Where many spans come, they are sent before their time")
    func early() async throws {
        let recorder = recorder()
        for _ in 0..<SpanQueue.batch { recorder.startSpan("one").end() }
        #expect(try await exported(from: recorder, [], posts: 1, period: .seconds(3600)) == [512])
        #expect(recorder.queue.tally == .init(exported: 512, dropped: 0))
    }

    @Test("A collector that is busy is asked again, and one that refuses is not")
    func retries() async throws {
        let busy = recorder()
        busy.startSpan("one").end()
        let away = SpanExporter.Outcome.notNow("busy", retryAfter: nil)
        #expect(try await exported(from: busy, [away, away], posts: 3) == [1, 1, 1])
        #expect(busy.queue.tally == .init(exported: 1, dropped: 0))

        let refused = recorder()
        for _ in 0..<600 { refused.startSpan("one").end() }
        #expect(try await exported(from: refused, [.refused("no")], posts: 1) == [512])
        #expect(refused.queue.tally == .init(exported: 0, dropped: 600))

        let gone = recorder()
        gone.startSpan("one").end()
        let never = Array(repeating: away, count: 4)
        #expect(try await exported(from: gone, never, posts: 4) == [1, 1, 1, 1])
        #expect(gone.queue.tally == .init(exported: 0, dropped: 1))
    }

    @Test("What is recorded when the service stops is sent")
    func stopping() async throws {
        let recorder = recorder()
        recorder.startSpan("first").end()
        let (begun, beginning) = AsyncStream.makeStream(of: Void.self)
        let sent = Mutex(0)
        let exporter = SpanExporter(
            recorder.queue, resource: [], version: "1", logger: Logger(label: "test"), period: .seconds(3600)
        ) { body in
            sent.withLock { $0 += String(decoding: body, as: UTF8.self).matches(of: #/"spanId"/#).count }
            return .taken
        }
        let group = ServiceGroup(services: [exporter, Started { beginning.yield() }], logger: Logger(label: "test"))
        async let run: Void = group.run()
        for await _ in begun { break }
        await group.triggerGracefulShutdown()
        try await run
        #expect(sent.withLock { $0 } == 1)
    }

    /// Says that it runs.
    private struct Started: Service {
        let tell: @Sendable () -> Void

        func run() async throws {
            tell()
            try? await gracefulShutdown()
        }
    }
}
