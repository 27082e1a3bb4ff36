package import ProfileCore
package import ProfileStore

/// Takes the values of one run of a statement, in the order of its parameters.
package protocol StatementValues {
    mutating func add(_ value: Int64?)
    /// A number of few bits.
    mutating func add(small value: Int?)
    mutating func add(_ value: Bool)
    mutating func add(_ value: String?)
    mutating func add(_ value: [UInt8]?)
    mutating func add(_ value: ProfileID?)
    /// The last value of a row: the statement looks for any of the ids, of which there is one at least.
    mutating func add(anyOf ids: Set<ProfileID>)
}

/// SQL with its parameters left open.
///
/// Every engine has the statements named here, each in its own words, with the same parameters in the same order and
/// the same columns. What one engine alone has stands with that engine.
package protocol SQLStatement: Sendable {
    associatedtype Values: StatementValues
    /// The statement with its values.
    associatedtype Call: Sendable
    associatedtype Rows: RowSet

    /// One run with its values.
    func with(_ bind: @escaping @Sendable (inout Values) -> Void) -> Call

    /// Runs for a list: each element gives a row of values, and `then` what is the same for all. Nothing for none.
    func each<Item: Sendable>(
        _ items: [Item], then: @escaping @Sendable (inout Values) -> Void,
        _ bind: @escaping @Sendable (inout Values, Item) -> Void
    ) -> [Call]

    /// The rows of one table as they are.
    static func rows(of table: StoredTable) -> TableStatements<Self>

    // Loading: what a decision has to see.
    static var facts: Self { get }
    static var links: Self { get }
    static var aliases: Self { get }
    static var profilesByID: Self { get }
    static var rarities: Self { get }
    static var separations: Self { get }
    static var merges: Self { get }
    static var tallies: Self { get }
    static var tombstones: Self { get }

    // Folding and looking up what summaries lost.
    static var versions: Self { get }
    static var linksToProfiles: Self { get }
    static var factsToFold: Self { get }
    static var sourceSpans: Self { get }
    static var oldestFacts: Self { get }
    static var foremostTallies: Self { get }
    static var talliesOfProfile: Self { get }
    static var claimants: Self { get }

    // Saving.
    static var saveFacts: Self { get }
    static var withdrawFacts: Self { get }
    static var eraseFactsByKey: Self { get }
    static var fileFacts: Self { get }
    static var saveLinks: Self { get }
    static var removeLinks: Self { get }
    static var forgetLinks: Self { get }
    static var dropClaims: Self { get }
    static var saveConflicts: Self { get }
    static var noteClaims: Self { get }
    static var queueClaims: Self { get }
    static var queueNamed: Self { get }
    static var queueLightened: Self { get }
    static var claimsJudged: Self { get }
    static var claimsJudgedUpTo: Self { get }
    static var saveAliases: Self { get }
    static var removeAliases: Self { get }
    static var saveMerges: Self { get }
    static var removeMerges: Self { get }
    static var removeMergesNaming: Self { get }
    static var saveSeparations: Self { get }
    static var removeSeparations: Self { get }
    static var clearTallies: Self { get }
    static var saveTallies: Self { get }
    static var removeTallies: Self { get }

    // Moving what is filed under one profile to another.
    static var moveFacts: Self { get }
    static var moveLinks: Self { get }
    static var renameProfiles: Self { get }
    static var renameHolders: Self { get }
    static var resolveConflicts: Self { get }
    static var moveFactsOfHomes: Self { get }
    static var moveLinksOfHomes: Self { get }
    static var moveWithdrawnOfHomes: Self { get }
    static var moveClaims: Self { get }

    // Reading pages.
    static var reached: Self { get }
    static var timeline: Self { get }
    static var latestOfKind: Self { get }
    static var factsOfReached: Self { get }
    static var linksOfReached: Self { get }
    static var mergesOfReached: Self { get }
    static var factsOfProfile: Self { get }
    static var factsOfKind: Self { get }
    static var factsBeginning: Self { get }
    static var conflicts: Self { get }
    static var claimsOfProfile: Self { get }
    static var scan: Self { get }
    static var scanFromStart: Self { get }
    static var profilesToFold: Self { get }
    static var countProfilesToFold: Self { get }

    // Finding people.
    static var saveTerms: Self { get }
    static var removeTerms: Self { get }
    static var addWords: Self { get }
    /// Those of the words that somebody has.
    static var wordsInUse: Self { get }
    static var removeWords: Self { get }
    /// Keeps other writers from removing words that are about to be used; `alone`, from using them, too.
    static func hold(words: [String], alone: Bool) -> [Call]
    static var wordsNear: Self { get }
    static var termsBegun: Self { get }
    static var termsSpelled: Self { get }
    static var linksBegun: Self { get }
    static var holdersOfOrders: Self { get }
    static var agesOfProfiles: Self { get }

    // The queue of claims to judge again.
    static var claimQueue: Self { get }
    static var dueClaims: Self { get }
    static var comparedPlace: Self { get }
    static var comparedClaims: Self { get }
    static var comparedBand: Self { get }
    static var queuedClaims: Self { get }
    static var queueAllClaims: Self { get }

    // Erasing, and what is known of it.
    static var isRemembered: Self { get }
    static var withdrawals: Self { get }
    static var countErasable: Self { get }
    static var buriableFacts: Self { get }
    static var buriableIdentifiers: Self { get }
    static var contestedIdentifiers: Self { get }
    /// All that removes a profile and what names it; each takes its id.
    static var removal: [Self] { get }
    static var dequeueUnstated: Self { get }
    static var saveErasure: Self { get }
    static var saveTombstones: Self { get }
    static var removeTombstones: Self { get }
    static var erasures: Self { get }
    static var erasure: Self { get }
    static var erasuresBehind: Self { get }
    static var tombstonesOf: Self { get }
    static var tombstonesFromStart: Self { get }

    // The change feed.
    static var eventsOfProfiles: Self { get }
    static var removeEvents: Self { get }
    static var forgetEvents: Self { get }
    static var saveTiers: Self { get }
    static var removeTiers: Self { get }
    static var announcedTiers: Self { get }
    static var endedTiers: Self { get }

    // Records about no customer.
    static var catalogueEntries: Self { get }
    static var saveCatalogue: Self { get }
    static var catalogue: Self { get }

    // The arms of people who would have been invited.
    static var assignments: Self { get }
    static var saveAssignments: Self { get }
    static var assignmentsInOrder: Self { get }
    static var forgetAssignments: Self { get }
    static var forgetUnlinkedAssignments: Self { get }

    // Where other systems send what they know, and what they sent.
    static var webhookEndpoints: Self { get }
    static var saveWebhookEndpoint: Self { get }
    static var holdWebhookEndpoints: Self { get }
    static var holdWebhookEndpointAlone: Self { get }
    static var removeWebhookEndpoint: Self { get }
    static var saveIncomingDeliveries: Self { get }
    static var incomingDeliveries: Self { get }
    static var incomingDeliveriesInOrder: Self { get }
    static var countIncomingDeliveries: Self { get }
    static var namedDeliveries: Self { get }
    static var anonymizeWaitingDeliveries: Self { get }
    static var removeIncomingDeliveries: Self { get }
    static var removeDeliveriesOfEndpoint: Self { get }
    static var forgetIncomingDeliveries: Self { get }

    // Outgoing webhooks and their queues.
    static var webhooks: Self { get }
    static var webhook: Self { get }
    static var saveWebhook: Self { get }
    static var removeWebhook: Self { get }
    static var deliveriesOfProfiles: Self { get }
    static var dueDeliveries: Self { get }
    static var failedDeliveries: Self { get }
    static var delayedDeliveries: Self { get }
    static var dueWebhooks: Self { get }
    static var deliveriesInOrder: Self { get }
    static var countDueDeliveries: Self { get }
    static var countDeliveries: Self { get }
    static var saveDeliveries: Self { get }
    static var removeDeliveries: Self { get }
    static var removeDeliveriesOfWebhook: Self { get }
    static var forgetDeliveries: Self { get }

    // Sessions and tickets.
    static var saveSession: Self { get }
    static var session: Self { get }
    static var sessions: Self { get }
    static var removeSession: Self { get }
    static var removeSessionsOver: Self { get }
    static var saveTicket: Self { get }
    static var takeTicket: Self { get }
    static var removeTicketsOver: Self { get }

    // Settings, and the identity of a store.
    static var setting: Self { get }
    static var saveSetting: Self { get }
    static var keepSetting: Self { get }
    static var keys: Self { get }
    static var saveKey: Self { get }
    static var lastMigration: Self { get }
    static var identity: Self { get }
    static var holdTransfer: Self { get }
    static var endTransfer: Self { get }
}

extension SQLStatement {
    package func with() -> Call { with { _ in } }

    package func each<Item: Sendable>(
        _ items: [Item], _ bind: @escaping @Sendable (inout Values, Item) -> Void
    ) -> [Call] {
        each(items, then: { _ in }, bind)
    }

    package func each(_ ids: some Sequence<ProfileID>) -> [Call] {
        each(ids.sorted()) { $0.add($1) }
    }
}

extension Set where Element: Comparable {
    /// Most sets of a single record hold one element or none.
    var inOrder: [Element] { count > 1 ? sorted() : Array(self) }
}

extension Array {
    /// Adds the runs of a statement for a list. Most lists of a decision are empty, so that is looked at first.
    mutating func add<Statement: SQLStatement, Item: Sendable>(
        _ statement: Statement, _ items: [Item], then: @escaping @Sendable (inout Statement.Values) -> Void = { _ in },
        _ bind: @escaping @Sendable (inout Statement.Values, Item) -> Void
    ) where Element == Statement.Call {
        if !items.isEmpty { append(contentsOf: statement.each(items, then: then, bind)) }
    }

    mutating func add<Statement: SQLStatement>(
        _ statement: Statement, _ ids: [ProfileID]
    ) where Element == Statement.Call {
        add(statement, ids.sorted()) { $0.add($1) }
    }
}

/// The statements that read and write the rows of one table as they are.
package struct TableStatements<Statement: Sendable>: Sendable {
    package let firstPage: Statement
    /// Takes the key after which it begins.
    package let nextPage: Statement
    package let count: Statement
    package let put: Statement
    package let remove: Statement

    package init(firstPage: Statement, nextPage: Statement, count: Statement, put: Statement, remove: Statement) {
        self.firstPage = firstPage
        self.nextPage = nextPage
        self.count = count
        self.put = put
        self.remove = remove
    }
}
