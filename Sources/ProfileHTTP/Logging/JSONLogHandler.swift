package import Logging
import ProfileCore
import ProfileWire

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
