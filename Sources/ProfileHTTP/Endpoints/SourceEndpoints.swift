import Hummingbird
import ProfileCore
import ProfileService
import ProfileWire

/// How fresh what the sources say is.
enum SourceEndpoints {
    static let routes = [Route(.get, "/v1/sources", .profileReaders, handle: sources)]

    private static func sources(_ exchange: Exchange) -> Response {
        let (freshness, now) = (exchange.service.freshness, exchange.context.now())
        return .json { json in
            json.object { $0.member("sources") { $0.array(of: freshness) { $0.freshness($1, at: now) } } }
        }
    }
}

extension JSONWriter {
    fileprivate mutating func freshness(_ entry: SourceFreshness, at now: Timestamp) {
        object { json in
            json.member("source", entry.source)
            json.member("kinds") { json in
                json.object { json in
                    for (kind, rhythm) in entry.kinds {
                        json.key(named: kind.word)
                        json.rhythm(rhythm, at: now)
                    }
                }
            }
        }
    }

    private mutating func rhythm(_ rhythm: SourceRhythm, at now: Timestamp) {
        object {
            $0.member("last_at", rhythm.last)
            $0.member("usual_gap_seconds", rhythm.usualGap)
            $0.member("silent", rhythm.isSilent(at: now))
        }
    }
}
