package import ProfileCore
package import ProfileService
package import ProfileWire

extension JSONWriter {
    package mutating func certificate(_ certificate: ErasureCertificate) {
        let erasure = certificate.erasure
        object { json in
            json.member("id", erasure.id)
            json.member("erased_at", erasure.at)
            json.member("by", erasure.by)
            json.member("removed") { $0.counts(erasure.counts) }
            json.member("tombstones", erasure.tombstones)
            json.member("hash", certificate.seal)
            json.key("lifted")
            if let lifting = erasure.lifting { json.lifting(lifting) } else { json.null() }
        }
    }

    package mutating func counts(_ counts: ErasureCounts) {
        object { json in
            for kind in RecordKind.allCases {
                json.key(named: kind.pathSegment)
                json.integer(counts.facts[kind] ?? 0)
            }
            json.member("links", counts.links)
            json.member("conflicts", counts.conflicts)
            json.member("merges", counts.merges)
            json.member("separations", counts.separations)
            json.member("aliases", counts.aliases)
        }
    }

    private mutating func lifting(_ lifting: Erasure.Lifting) {
        object { json in
            json.member("at", lifting.at)
            json.member("by", lifting.by)
            json.member("reason", lifting.reason)
        }
    }
}
