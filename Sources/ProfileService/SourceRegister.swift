package import ProfileCore
package import ProfileStore
import Synchronization

/// What this node knows of when the sources speak. Nodes put together what each of them heard in a note of the store.
final class SourceRegister: Sendable {
    struct Voice: Hashable, Comparable {
        let source: String
        let kind: RecordKind

        static func < (left: Voice, right: Voice) -> Bool {
            (left.source, left.kind) < (right.source, right.kind)
        }
    }

    /// Anybody who may write could invent sources.
    private static let limit = 1024

    private let voices = Mutex<[Voice: SourceRhythm]>([:])
    private let store: any SettingsStore

    init(_ store: any SettingsStore) {
        self.store = store
    }

    var all: [Voice: SourceRhythm] { voices.withLock { $0 } }

    /// Notes that records came.
    func note(_ records: [SourceRecord], at moment: Timestamp) {
        var (previous, heard): (Voice?, Set<Voice>) = (nil, [])
        for record in records where previous?.source != record.key.source || previous?.kind != record.key.kind {
            let voice = Voice(source: record.key.source, kind: record.key.kind)
            previous = voice
            heard.insert(voice)
        }
        voices.withLock { voices in
            for voice in heard {
                if voices[voice] != nil {
                    voices[voice]?.note(moment)
                } else if voices.count < Self.limit {
                    voices[voice] = SourceRhythm(last: moment)
                }
            }
        }
    }

    /// Merges the stored note of all nodes with what this node heard, and stores it. When two nodes write at once, one
    /// overwrites the other, which writes again the next time.
    func settle() async throws(StoreError) {
        let stored = try await store.note(StoredSetting.sources).map(Self.voices) ?? [:]
        merge(stored.map { ($0.key, $0.value) })
        let known = all
        if known != stored { try await store.put(Self.bytes(of: known), note: StoredSetting.sources) }
    }

    private func merge(_ heard: [(Voice, SourceRhythm)]) {
        voices.withLock { voices in
            for (voice, rhythm) in heard {
                if voices[voice] != nil {
                    voices[voice]?.merge(rhythm)
                } else if voices.count < Self.limit {
                    voices[voice] = rhythm
                }
            }
        }
    }

    /// A line for each: source, kind, the last moment and the hours. A line that cannot be read is of a later version.
    private static func voices(_ bytes: [UInt8]) -> [Voice: SourceRhythm] {
        var voices: [Voice: SourceRhythm] = [:]
        for line in bytes.split(separator: UInt8(ascii: "\n")) {
            let parts = String(decoding: line, as: UTF8.self).split(separator: " ")
            guard parts.count >= 3, let kind = UInt8(parts[1]).flatMap(RecordKind.init), let last = Int64(parts[2])
            else { continue }
            voices[Voice(source: String(parts[0]), kind: kind)] = SourceRhythm(
                last: Timestamp(milliseconds: last), hours: parts.dropFirst(3).compactMap { Int64($0) })
        }
        return voices
    }

    private static func bytes(of voices: [Voice: SourceRhythm]) -> [UInt8] {
        let lines = voices.sorted { $0.key < $1.key }.map { voice, rhythm in
            let numbers = [Int64(voice.kind.rawValue), rhythm.last.milliseconds] + rhythm.hours
            return ([voice.source] + numbers.map { String($0) }).joined(separator: " ")
        }
        return Array(lines.joined(separator: "\n").utf8)
    }
}

/// One source, and when it last stated something of each kind.
package struct SourceFreshness: Sendable {
    package let source: String
    /// In the order of the kinds.
    package let kinds: [(kind: RecordKind, rhythm: SourceRhythm)]
}

extension ProfileService {
    /// The sources that spoke, as this node and, until half a minute ago, all others heard them; in alphabetical order.
    package var freshness: [SourceFreshness] {
        Dictionary(grouping: sources.all, by: \.key.source).sorted { $0.key < $1.key }.map { source, voices in
            SourceFreshness(
                source: source,
                kinds: voices.map { (kind: $0.key.kind, rhythm: $0.value) }.sorted { $0.kind < $1.kind })
        }
    }

    /// Puts together what the nodes heard of the sources.
    package func settleSources() async throws(StoreError) {
        try await sources.settle()
    }
}
