import Foundation
import ProfileHTTP
import Testing

@Suite("Lines of the log are gathered, and none is lost")
struct LogSinkTests {
    private let pipe = Pipe()

    private var sink: LogSink { LogSink(descriptor: pipe.fileHandleForWriting.fileDescriptor) }

    /// What is read from now on until the pipe is closed, off Swift's cooperative threads.
    private func reading() -> AsyncStream<Data> {
        let (stream, told) = AsyncStream.makeStream(of: Data.self)
        Thread.detachNewThread { [reader = pipe.fileHandleForReading] in
            told.yield((try? reader.readToEnd()) ?? Data())
            told.finish()
        }
        return stream
    }

    private func line(_ text: String) -> [UInt8] { Array(text.utf8) }

    @Test("An urgent line is written at once, after those before it")
    func urgent() throws {
        let sink = sink
        sink.add(line("one"), isUrgent: false)
        sink.add(line("two"), isUrgent: true)
        #expect(pipe.fileHandleForReading.availableData == Data("one\ntwo\n".utf8))
    }

    @Test("A line that is not urgent is written soon")
    func soon() {
        let sink = sink
        sink.add(line("one"), isUrgent: false)
        #expect(pipe.fileHandleForReading.availableData == Data("one\n".utf8))
    }

    @Test("Lines of many threads stay whole and in the order of each")
    func whole() async throws {
        let sink = sink
        let read = reading()
        await withTaskGroup(of: Void.self) { group in
            for writer in 0..<8 {
                group.addTask {
                    for number in 0..<500 {
                        sink.add(
                            Array("\(writer) \(number) \(String(repeating: "x", count: 200))".utf8), isUrgent: false)
                    }
                }
            }
        }
        sink.flush()
        try pipe.fileHandleForWriting.close()
        let lines = String(decoding: await read.first { _ in true } ?? Data(), as: UTF8.self).split(separator: "\n")
        #expect(lines.count == 4000)
        for writer in 0..<8 {
            let own = lines.filter { $0.hasPrefix("\(writer) ") }.map { $0.split(separator: " ") }
            #expect(own.map { String($0[1]) } == (0..<500).map(String.init))
            #expect(own.allSatisfy { $0[2].count == 200 })
        }
    }

    @Test("A reader that stands still holds nobody up; what finds no room is dropped, counted and told")
    func stuck() async throws {
        let sink = LogSink(descriptor: pipe.fileHandleForWriting.fileDescriptor, capacity: 256 * 1024)
        let text = line(String(repeating: "x", count: 1000))
        let clock = ContinuousClock()
        let longest = (0..<3000).map { number in clock.measure { sink.add(text, isUrgent: number.isMultiple(of: 7)) } }
            .max()
        #expect(try #require(longest) < .seconds(1))
        let dropped = sink.droppedLines
        // The pipe, the piece that is being written, and the buffer hold some.
        #expect(dropped > 2000 && dropped < 3000)
        let read = reading()
        while !tells(sink) { try await Task.sleep(for: .milliseconds(1)) }
        sink.flush()
        try pipe.fileHandleForWriting.close()
        let lines = String(decoding: await read.first { _ in true } ?? Data(), as: UTF8.self).split(separator: "\n")
        #expect(lines.count { $0.hasPrefix("x") } == 3000 - dropped)
        #expect(lines.allSatisfy { $0.hasPrefix("{") || $0.utf8.count == 1000 || $0 == "end" })
        #expect(lines.contains { $0.contains("dropped") } && lines.contains("end"))
    }

    /// Whether there is room for a line again.
    private func tells(_ sink: LogSink) -> Bool {
        let before = sink.droppedLines
        sink.add(line("end"), isUrgent: true)
        return sink.droppedLines == before
    }
}
