/// What is served of a profile: everything derived from its state at one moment.
package struct Profile: Hashable, Sendable {
    package let id: ProfileID
    package let version: Int
    /// The moment from which the profile reads like this.
    package let asOf: Timestamp
    /// The first moment at which it may read differently though nothing is stored: later than `asOf`, a day at most.
    package let holdsUntil: Timestamp
    /// Oldest first.
    package let aliases: [ProfileID]
    package let identifiers: [IdentifierView]
    /// How many more weak ones there are than are shown.
    package let moreIdentifiers: Int
    package let person: PersonView
    package private(set) var headlines: [String]
    /// What products and notices add: nothing until it is `joined`.
    package private(set) var catalogue = CatalogueJoin()
    package let vip: VIPStanding
    package let contact: ContactView
    /// Nil where an earlier version derived the summary.
    package let promises: PromisesView?
    package let purchases: PurchasesView
    package let outlook: OutlookView
    package let interests: [InterestView]
    /// Nil when it is empty.
    package let cart: CartView?
    /// Nil where nothing is known of it, or an earlier version derived the summary.
    package let journey: JourneyView?
    package let consents: [ConsentView]
    package let sources: [SourceView]

    /// Every `now` from `asOf` to before `holdsUntil` gives an equal profile, all else given.
    ///
    /// A clock that runs behind the one that changed the state is taken to show the time of the change. `ranking` is
    /// only read for percentile conditions; without it, or in another currency, they do not hold. Without `outlook`
    /// nothing is expected.
    package init(
        state: ProfileState, at now: Timestamp, rules: ProfileRules, policy: VIPPolicy, ranking: SpendRanking?,
        outlook: LearnedOutlook? = nil
    ) {
        var moment = DerivationMoment(max(now, state.changedAt), changedAt: state.changedAt)
        if let settled = moment.settled(state.summary) {
            self.init(
                state, settled, at: &moment, rules: rules, policy: policy, ranking: ranking, outlook: outlook)
        } else {
            self.init(
                state, state.summary, at: &moment, rules: rules, policy: policy, ranking: ranking, outlook: outlook)
        }
    }

    /// `summary` is the state's, in which everything counts that has come.
    private init(
        _ state: ProfileState, _ summary: ProfileSummary, at moment: inout DerivationMoment, rules: ProfileRules,
        policy: VIPPolicy, ranking: SpendRanking?, outlook: LearnedOutlook?
    ) {
        let survivorship = Survivorship(summary, rules: rules)
        let zone = TimeZoneChoice(
            declared: survivorship.value(\.presentTimeZone), country: survivorship.value(\.presentAddress)?.country,
            rules: rules)
        let birthday = moment.birthday(survivorship.value(survivorship.birthdayField), clock: zone.clock)
        let cartChanges = summary.cartChanges
        let cart = CartView(
            cartChanges, bought: summary.purchases.products.tallies, defaultCurrency: rules.defaultCurrency)
        let promises = moment.promises(summary)
        let attention = Attention(summary, promises: promises, cart: cart, today: moment.today)
        let consents = moment.consents(survivorship, rules: rules)
        let journey = moment.journey(summary, cartChanges, consents: consents, clock: zone.clock)
        let expected = OutlookView(summary, outlook, consents: consents, today: moment.today)
        let visit =
            policy.asksVisits
            ? ValuedVisit(summary, cart: cart, outlook: expected, outlook, today: moment.today) : nil
        let standing = VIPStanding(
            summary, overrides: state.overrides, survivorship: survivorship, attention: attention, outlook: expected,
            visit: visit, moment: &moment, policy: policy, ranking: ranking)

        id = state.id
        version = state.version
        aliases = state.aliases
        identifiers = IdentifierView.derive(from: summary.identifiers, claimants: state.claimants)
        moreIdentifiers = summary.unlisted(.identifier)
        person = PersonView(survivorship, zone: zone, birthday: birthday)
        headlines = Headlines.derive(
            summary: summary, attention: attention, standing: standing, birthday: birthday,
            localDay: zone.clock.reading(at: moment.now).day, cart: cart,
            friction: journey?.sentence(at: moment.now), today: moment.today)
        vip = standing
        contact = moment.contact(
            summary, survivorship: survivorship, refusals: ContactRefusals(consents), zone: zone, rules: rules)
        self.promises = promises
        purchases = PurchasesView(summary.purchases, shelved: summary.shelved, today: moment.today)
        self.outlook = expected
        interests = InterestView.derive(
            from: summary.signals(with: cartChanges), bought: summary.purchases.products.tallies, today: moment.today)
        self.cart = cart
        self.journey = journey
        self.consents = consents
        sources = SourceView.derive(from: summary.sources)
        asOf = moment.validity.from
        holdsUntil = moment.validity.until
    }
}

extension Profile {
    /// The profile together with what products and notices add to it.
    package func joined(with join: CatalogueJoin) -> Profile {
        var joined = self
        joined.catalogue = join
        joined.headlines = Array((join.headlines + headlines).prefix(Headlines.limit))
        return joined
    }
}

/// What an operator settles about how profiles are derived.
package struct ProfileRules: Hashable, Sendable {
    /// Greater wins; a source that is not named has priority 0.
    package var sourcePriorities: [String: Int]
    /// Minutes after local midnight between which customers may be contacted.
    package var contactHours: Range<Int>
    /// An IANA name that exists.
    package var defaultTimeZone: String
    package var defaultCurrency: Currency
    /// Sources whose consents may refuse but not grant.
    package var sourcesThatOnlyRefuse: Set<String> = []

    package static let standard = ProfileRules(
        sourcePriorities: [:], contactHours: 8 * 60..<21 * 60, defaultTimeZone: "UTC", defaultCurrency: .euro)

    package init(
        sourcePriorities: [String: Int], contactHours: Range<Int>, defaultTimeZone: String, defaultCurrency: Currency
    ) {
        self.sourcePriorities = sourcePriorities
        self.contactHours = contactHours
        self.defaultTimeZone = defaultTimeZone
        self.defaultCurrency = defaultCurrency
    }
}
