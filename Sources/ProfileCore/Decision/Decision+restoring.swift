extension Decision {
    /// Nothing but profiles as they were elsewhere, folded from the facts and claims that are in the store already.
    package init(restoring profiles: [ProfileState], rules: IdentityRules, at now: Timestamp) {
        // Without an id to spare none of them comes apart.
        self.init(decidedAt: now, rules: rules)
        for state in profiles {
            self.profiles[state.id] = state
            for alias in state.aliases { aliases[alias] = state.id }
        }
        rebuilds = Set(self.profiles.keys)
    }
}
