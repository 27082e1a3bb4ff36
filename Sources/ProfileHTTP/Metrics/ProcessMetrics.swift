import Foundation

/// What the kernel says about this process; empty where there is no `/proc`.
enum ProcessMetrics {
    static func write(to text: inout PrometheusText) {
        if let fields = statFields() {
            let ticks = Double(sysconf(Int32(_SC_CLK_TCK)))
            // Fields 14 and 15 of proc(5) are user and system time, 20 threads, 22 the start, 23 and 24 memory; the
            // count here begins after the name, which is field 2.
            let seconds = (fields[11] + fields[12]) / ticks
            let memory = fields[21] * Double(sysconf(Int32(_SC_PAGESIZE)))
            text.append(
                "process_cpu_seconds_total", .counter, "Time spent on the processors, user and system.", seconds)
            text.append("process_threads", .gauge, "Threads of the process.", fields[17])
            text.append(
                "process_start_time_seconds", .gauge, "Start of the process since the Unix epoch.",
                bootTime() + fields[19] / ticks)
            text.append("process_virtual_memory_bytes", .gauge, "Virtual memory of the process.", fields[20])
            text.append("process_resident_memory_bytes", .gauge, "Memory the process holds.", memory)
        }
        if let names = try? FileManager.default.contentsOfDirectory(atPath: "/proc/self/fd") {
            text.append("process_open_fds", .gauge, "Open file descriptors.", Double(names.count))
        }
    }

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
