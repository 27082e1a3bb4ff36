import ProfileWire
import Tracing

/// Spans as OTLP has them in JSON, the body of `POST /v1/traces`.
struct TraceDocument {
    /// What is said of the service itself, by name.
    let resource: [(String, String)]
    let version: String

    func bytes(of spans: some Sequence<EndedSpan>) -> [UInt8] {
        var json = JSONWriter(reservingCapacity: 64 * 1024)
        json.object { json in
            json.list("resourceSpans") { json in
                json.object { json in
                    json.member("resource") { json in
                        json.object { json in
                            json.member("attributes") { json in
                                json.array(of: resource) { json, pair in
                                    json.attribute(pair.0) { $0.member("stringValue", pair.1) }
                                }
                            }
                        }
                    }
                    json.list("scopeSpans") { json in
                        json.object { json in
                            json.member("scope") { json in
                                json.object {
                                    $0.member("name", "clientele")
                                    $0.member("version", version)
                                }
                            }
                            json.member("spans") { $0.array(of: spans) { $0.span($1) } }
                        }
                    }
                }
            }
        }
        return json.bytes
    }
}

extension JSONWriter {
    /// A list of one element.
    fileprivate mutating func list(_ name: StaticString, _ element: (inout JSONWriter) -> Void) {
        key(name)
        beginArray()
        element(&self)
        endArray()
    }

    fileprivate mutating func attribute(_ name: String, _ value: (inout JSONWriter) -> Void) {
        object { json in
            json.member("key", name)
            json.member("value") { $0.object(value) }
        }
    }

    fileprivate mutating func span(_ span: EndedSpan) {
        object { json in
            json.identity(of: span.own)
            json.present("parentSpanId", span.parent?.text)
            json.member("name", span.name)
            json.member("kind", span.kind.number)
            json.member("startTimeUnixNano", String(span.begin))
            json.member("endTimeUnixNano", String(span.end))
            json.member("attributes") { json in
                json.array(of: span.attributes.byName) { $0.attribute($1.name, $1.value) }
            }
            json.member("links") { json in
                json.array(of: span.links) { json, link in json.object { $0.identity(of: link) } }
            }
            json.member("status") { json in json.object { if span.isError { $0.member("code", 2) } } }
        }
    }

    private mutating func identity(of span: TraceParent) {
        member("traceId", span.trace.text)
        member("spanId", span.span.text)
        if !span.state.isEmpty { member("traceState", span.state) }
        member("flags", span.isSampled ? 1 : 0)
    }

    /// Values of other types say nothing that anybody asked for.
    private mutating func attribute(_ name: String, _ value: SpanAttribute) {
        switch value {
        case .string(let text): attribute(name) { $0.member("stringValue", text) }
        case .int64(let number): attribute(name) { $0.member("intValue", String(number)) }
        case .int32(let number): attribute(name) { $0.member("intValue", String(number)) }
        case .bool(let flag): attribute(name) { $0.member("boolValue", flag) }
        default: break
        }
    }
}

extension SpanAttributes {
    fileprivate var byName: [(name: String, value: SpanAttribute)] {
        var all: [(name: String, value: SpanAttribute)] = []
        forEach { name, value in all.append((name, value)) }
        return all.sorted { $0.name < $1.name }
    }
}

extension SpanKind {
    /// As OTLP numbers kinds.
    fileprivate var number: Int {
        switch self {
        case .server: 2
        case .client: 3
        case .producer: 4
        case .consumer: 5
        default: 1
        }
    }
}
