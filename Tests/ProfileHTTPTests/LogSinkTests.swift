import Foundation
import ProfileHTTP
import Testing

@Suite("Lines of the log are gathered, and none is lost")
struct LogSinkTests {
    private let pipe = Pipe()

    private var sink: LogSink { LogSink(descriptor: pipe.fileHandleForWriting.fileDescriptor) }

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
        let read = Task.detached { [reader = pipe.fileHandleForReading] in try reader.readToEnd() ?? Data() }
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
        let lines = String(decoding: try await read.value, as: UTF8.self).split(separator: "\n")
        #expect(lines.count == 4000)
        for writer in 0..<8 {
            let own = lines.filter { $0.hasPrefix("\(writer) ") }.map { $0.split(separator: " ") }
            #expect(own.map { String($0[1]) } == (0..<500).map(String.init))
            #expect(own.allSatisfy { $0[2].count == 200 })
        }
    }
}
