package import Logging
import ProfileCore
package import ProfileWire

/// What is logged of a request. Neither path nor query are in it: both may name a person.
///
/// It goes to the log as it is, and the thread that writes the log makes a line of it: a dictionary of metadata for
/// each request would cost more than the rest of an answer.
package struct RequestNote: Sendable {
    let level: Logger.Level
    /// The name of the logger.
    let logger: String
    let time: Timestamp
    let method: String
    /// The template, empty when there is none.
    let route: String
    let status: Int
    let microseconds: Int
    /// The name of the key.
    let key: String

    /// How many bytes its line takes, roughly.
    var size: Int { 160 + route.utf8.count + key.utf8.count }

    package func write(to json: inout JSONWriter) {
        json.object { json in
            json.member("time", time)
            json.member("level", level.rawValue)
            json.member("logger", logger)
            json.member("message", "request")
            json.member("key", key)
            json.member("method", method)
            json.member("microseconds", microseconds)
            json.member("route", route)
            json.member("status", status)
        }
    }
}

/// Where lines of the log go. Nothing here waits for a disk.
package protocol LogOutput: Sendable {
    /// Takes a line without its line feed; an urgent one does not wait for others.
    func add(_ line: [UInt8], isUrgent: Bool)

    func add(_ note: RequestNote)
}

/// The part of the log that is about requests.
struct RequestLog: Sendable {
    private let logger: Logger
    private let output: (any LogOutput)?

    init(_ logger: Logger) {
        self.logger = logger
        output = (logger.handler as? JSONLogHandler)?.output
    }

    /// Probes come so often that their lines would drown the others.
    func add(_ method: String, _ route: String, _ status: Int, microseconds: Int, key: String) {
        let level = ProbeEndpoints.paths.contains(route) ? Logger.Level.debug : .info
        guard logger.logLevel <= level, let output else { return }
        output.add(
            RequestNote(
                level: level, logger: logger.label, time: .now, method: method, route: route, status: status,
                microseconds: microseconds, key: key))
    }
}

/// Writes each log event as one JSON object on a line of its own, so that no text can forge a line or a member.
package struct JSONLogHandler: LogHandler {
    package var metadata: Logger.Metadata = [:]
    package var metadataProvider: Logger.MetadataProvider?
    package var logLevel: Logger.Level
    private let label: String
    let output: any LogOutput

    package init(label: String, level: Logger.Level = .info, output: any LogOutput = LogSink.standardError) {
        self.label = label
        self.output = output
        logLevel = level
    }

    package subscript(metadataKey key: String) -> Logger.Metadata.Value? {
        get { metadata[key] }
        set { metadata[key] = newValue }
    }

    package func log(event: LogEvent) {
        var json = JSONWriter(reservingCapacity: 384)
        json.object { json in
            json.member("time", Timestamp.now)
            json.member("level", event.level.rawValue)
            json.member("logger", label)
            json.member("message", event.message.description)
            if let error = event.error { json.member("error", String(describing: type(of: error))) }
            for (name, value) in members(of: event) {
                json.key(named: name)
                Self.write(value, to: &json)
            }
        }
        output.add(json.bytes, isUrgent: event.level >= .warning)
    }

    private static let reserved: Set<String> = ["time", "level", "logger", "message", "error"]

    /// All metadata by name, the event's own winning; a reserved name gets an underscore.
    private func members(of event: LogEvent) -> [(String, Logger.MetadataValue)] {
        var all = metadata
        if let provided = metadataProvider?.get() { all.merge(provided) { $1 } }
        if let own = event.metadata { all.merge(own) { $1 } }
        return all.map { (Self.reserved.contains($0) ? "_" + $0 : $0, $1) }.sorted { $0.0 < $1.0 }
    }

    private static func write(_ value: Logger.MetadataValue, to json: inout JSONWriter) {
        switch value {
        case .string(let text): json.string(text)
        case .stringConvertible(let number as Int): json.integer(number)
        case .stringConvertible(let value): json.string(value.description)
        case .array(let values): json.array(of: values) { write($1, to: &$0) }
        case .dictionary(let members):
            json.object { json in
                for (name, value) in members.sorted(by: { $0.key < $1.key }) {
                    json.key(named: name)
                    write(value, to: &json)
                }
            }
        }
    }
}
