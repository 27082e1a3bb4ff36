import Foundation

/// What the kernel says about this process; empty where there is no `/proc`.
enum ProcessMetrics {
    static func samples() -> [(MetricFamily, Double)] {
        var samples: [(MetricFamily, Double)] = []
        if let fields = statFields() {
            let ticks = Double(sysconf(Int32(_SC_CLK_TCK)))
            // Fields 14 and 15 of proc(5) are user and system time, 20 threads, 22 the start, 23 and 24 memory; the
            // count here begins after the name, which is field 2.
            samples.append((cpu, (fields[11] + fields[12]) / ticks))
            samples.append((threads, fields[17]))
            samples.append((start, bootTime() + fields[19] / ticks))
            samples.append((virtualMemory, fields[20]))
            samples.append((residentMemory, fields[21] * Double(sysconf(Int32(_SC_PAGESIZE)))))
        }
        if let names = try? FileManager.default.contentsOfDirectory(atPath: "/proc/self/fd") {
            samples.append((openFiles, Double(names.count)))
        }
        return samples
    }

    private static let cpu = MetricFamily(
        "process_cpu_seconds_total", .counter, help: "Time spent on the processors, user and system.")
    private static let threads = MetricFamily("process_threads", .gauge, help: "Threads of the process.")
    private static let start = MetricFamily(
        "process_start_time_seconds", .gauge, help: "Start of the process since the Unix epoch.")
    private static let virtualMemory = MetricFamily(
        "process_virtual_memory_bytes", .gauge, help: "Virtual memory of the process.")
    private static let residentMemory = MetricFamily(
        "process_resident_memory_bytes", .gauge, help: "Memory the process holds.")
    private static let openFiles = MetricFamily("process_open_fds", .gauge, help: "Open file descriptors.")

    /// The fields of `/proc/self/stat` after the name of the program, which may hold spaces.
    private static func statFields() -> [Double]? {
        guard let text = try? String(contentsOfFile: "/proc/self/stat", encoding: .utf8),
            let end = text.lastIndex(of: ")")
        else { return nil }
        let fields = text[text.index(after: end)...].split(separator: " ").map { Double($0) ?? 0 }
        return fields.count > 21 ? fields : nil
    }

    private static func bootTime() -> Double {
        let text = (try? String(contentsOfFile: "/proc/stat", encoding: .utf8)) ?? ""
        let line = text.split(separator: "\n").first { $0.hasPrefix("btime ") }
        return line.flatMap { Double($0.dropFirst(6)) } ?? 0
    }
}
