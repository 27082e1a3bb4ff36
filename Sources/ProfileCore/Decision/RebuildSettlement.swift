/// What follows once profiles were folded anew: a profile may hold nothing that its own facts do not prove.
///
/// That matters after an unmerge. A link goes home with the profile that made it, but the only fact that still proves
/// it may have stayed on the other side; the link then goes there. A side that is left without facts is no profile any
/// more.
package struct RebuildSettlement: Sendable {
    package private(set) var links: [LinkKey: Link] = [:]
    package private(set) var removedLinks: Set<LinkKey> = []
    package private(set) var profiles: [ProfileID: ProfileState]
    package private(set) var removedProfiles: Set<ProfileID> = []

    /// `profiles` have their folded summaries; `links` are all that lead to any of them.
    package init(profiles: [ProfileID: ProfileState], links: [Link], at now: Timestamp) {
        self.profiles = profiles
        for link in links where !isProven(link) {
            removedLinks.insert(link.key)
            if let heir = heir(of: link) { pass(link, to: heir, at: now) }
        }
        for (id, state) in self.profiles where state.summary.facts == 0 {
            removedProfiles.insert(id)
            self.profiles[id] = nil
        }
    }

    private func isProven(_ link: Link) -> Bool {
        profiles[link.profile]?.summary.identifiers[link.identifier] != nil
    }

    /// The oldest of the profiles that name the identifier but could not hold it.
    private func heir(of link: Link) -> ProfileID? {
        profiles.filter { $0.value.summary.identifiers[link.identifier]?.isHeld == false }.keys.min()
    }

    private mutating func pass(_ link: Link, to heir: ProfileID, at now: Timestamp) {
        let inherited = Link(
            identifier: link.identifier, profile: heir, home: heir, statedBy: link.statedBy, linkedAt: now)
        links[inherited.key] = inherited
        removedLinks.remove(inherited.key)
        profiles[heir]?.summary.identifiers.change(link.identifier) { $0.isHeld = true }
    }
}
