import Foundation

/// An event as of CloudEvents 1.0: what tells it from others, what it is of, and what it holds.
package struct CloudEvent: Sendable {
    package static let mediaType = "application/cloudevents+json"
    package static let batchMediaType = "application/cloudevents-batch+json"
    /// What attributes are called in headers begins with it.
    package static let headerPrefix = "ce-"
    package static let maximumEvents = 2_500

    package let id: String
    package let source: String
    package let type: String
    /// The whole event with its attributes; `$` leads to it from a mapping.
    package let whole: JSONValue
    /// Where it stands in the body, as a JSON pointer.
    package let place: String
    /// What it holds, at which the paths of a mapping begin.
    package let data: JSONValue
    package let dataPlace: String

    /// In structured form: attributes and data are members of one object.
    ///
    /// - Throws: what it lacks.
    package init(_ value: JSONValue, at place: String = "") throws(WireRejection) {
        guard case .object(let object) = value else {
            throw WireRejection(
                problems: [WireProblem(pointer: place, code: .wrongType, detail: "an object is expected")])
        }
        var problems: [WireProblem] = []
        let attribute = { (name: String) -> String in
            if let text = object[name]?.text, !text.isEmpty { return text }
            problems.append(
                WireProblem(pointer: place + "/" + name, code: .missing, detail: "a text that is not empty"))
            return ""
        }
        (id, source, type) = (attribute("id"), attribute("source"), attribute("type"))
        if let version = object["specversion"]?.text, version != "1.0" || version.isEmpty {
            problems.append(
                WireProblem(pointer: place + "/specversion", code: .notAllowed, detail: "the version 1.0"))
        } else if object["specversion"]?.text == nil {
            problems.append(WireProblem(pointer: place + "/specversion", code: .missing, detail: "the version 1.0"))
        }
        (self.place, whole) = (place, value)
        if let packed = object["data_base64"]?.text {
            dataPlace = place + "/data_base64"
            data = Data(base64Encoded: packed).flatMap { try? JSONReader.parse(Array($0)) } ?? .null
            if data == .null {
                problems.append(WireProblem(pointer: dataPlace, code: .invalidJSON, detail: "JSON, packed as base64"))
            }
        } else {
            (data, dataPlace) = (object["data"] ?? .null, place + "/data")
        }
        if !problems.isEmpty { throw WireRejection(problems: problems) }
    }

    /// In binary form: attributes come as headers, without their prefix, and the body is the data.
    ///
    /// - Throws: what the attributes lack; places are those of the structured form.
    package init(attributes: [(name: String, value: String)], data: JSONValue) throws(WireRejection) {
        let members = attributes.map { JSONObject.Member(name: $0.name, value: .string($0.value)) }
        try self.init(.object(JSONObject(members: members + [.init(name: "data", value: data)])))
    }

    /// The events of a batch, each or what it lacks.
    ///
    /// - Throws: why the body is no batch.
    package static func batch(_ value: JSONValue) throws(WireRejection) -> [Result<CloudEvent, WireRejection>] {
        guard case .array(let values) = value else {
            throw WireRejection(problems: [WireProblem(pointer: "", code: .wrongType, detail: "a list of events")])
        }
        guard values.count <= maximumEvents else {
            let rule = "at most \(maximumEvents) events"
            throw WireRejection(problems: [WireProblem(pointer: "", code: .tooMany, detail: rule)])
        }
        return values.enumerated().map { index, value in
            do throws(WireRejection) {
                return .success(try CloudEvent(value, at: "/\(index)"))
            } catch {
                return .failure(error)
            }
        }
    }
}

extension CloudEvent {
    /// What each record of it is, by a mapping whose paths begin at the data.
    package func records(
        by mapping: DocumentMapping, _ decoder: RecordDecoder
    ) -> [Result<MappedRecord, RowRejection>] {
        mapping.decode(whole, at: place, from: (data, dataPlace), by: decoder)
    }

    /// The data as one of our own records.
    package func record(_ decoder: RecordDecoder) -> Result<MappedRecord, RowRejection> {
        decoder.decode(line: data).map { decoded in
            MappedRecord(
                record: decoded.record,
                warnings: decoded.warnings.map { placed($0.pointer, $0.code, $0.detail) })
        }.mapError { rejection in
            RowRejection(problems: rejection.problems.map { placed($0.pointer, $0.code, $0.detail) })
        }
    }

    private func placed(_ pointer: String, _ code: String, _ detail: String) -> RowRejection.Placed {
        .init(line: 1, problem: WireProblem(pointer: dataPlace + pointer, code: code, detail: detail))
    }

    /// Whether the data names its kind, source and id, as our records do.
    package var holdsRecord: Bool {
        guard case .object(let object) = data, let kind = object["kind"]?.text else { return false }
        return object["source"] != nil && object["id"] != nil && !kind.isEmpty
    }
}
