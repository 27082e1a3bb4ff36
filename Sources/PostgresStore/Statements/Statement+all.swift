extension PostgresStatement {
    /// Every statement a store ever runs, except those that bring its schema up to date.
    static let all: [PostgresStatement] =
        [begin, beginReading, commit, rollBack, signOfLife, listen, pulse]
        + [lockShared, lockAlone, lockStripe, lockStripes, othersWait, lockKeys, profilesToLock, lockProfiles]
        + [holdJudging, holdFolding, holdAnnouncing, holdLearning, holdRemembering, holdTelling]
        + [moment, facts, links, aliases, namedProfiles, profilesByID, rarities, separations, merges]
        + [moveFacts, moveLinks, renameProfiles, renameHolders, resolveConflicts, moveFactsOfHomes, moveLinksOfHomes]
        + [moveWithdrawnOfHomes, moveClaims]
        + [linksToProfiles, versions, factsToFold, factsToFoldOfOne, sourceSpans, oldestFacts, oldestFactsOfOne]
        + [fileFacts, forgetLinks]
        + [tallies, foremostTallies, foremostTalliesOfOne, talliesOfProfile]
        + [clearTallies, saveTallies, removeTallies, eraseTallies]
        + [dropClaims, noteClaims, queueClaims, queueNamed, queueLightened, queueAllClaims, claimsJudged]
        + [comparedPlace, comparedClaims, comparedBand]
        + [claimsJudgedUpTo, claimQueue, dueClaims, queuedClaims, claimants, claimantsOfOne]
        + [saveFacts, withdrawFacts, saveLinks, removeLinks, takeNumbers, lastNumbers, saveProfiles, tellNumber]
        + [saveAliases, removeAliases, saveMerges, saveConflicts, saveSeparations, removeSeparations]
        + [removeMergesNaming, isRemembered, eraseFactsByKey, removeMerges]
        + [sharers, profiles, profilesOfOne, factsOfProfile, factsOfKind, factsBeginning]
        + [conflicts, claimsOfProfile]
        + [reached, timeline, latestOfKind, factsOfReached, linksOfReached, mergesOfReached]
        + [scan, scanFromStart, profilesToFold, countProfilesToFold, changes]
        + [profilesNamed, withdrawals]
        + [buriableFacts, buriableIdentifiers, countErasable, eraseFacts, eraseLinks] + eraseReview
        + [contestedIdentifiers, loseHolder, eraseAliases, dequeueUnstated]
        + [saveErasure, saveTombstones, removeTombstones]
        + [tombstones, erasuresBehind, tombstonesOf, tombstonesFromStart]
        + [erasures, erasure, keepSetting]
        + [saveTerms, removeTerms, holdWords, holdWordsAlone, addWords, wordsInUse, removeWords]
        + [wordsNear, termsBegun, termsSpelled, linksBegun, holdersOfOrders, holdersOfOrder, agesOfProfiles]
        + [setting, saveSetting, keys, holdKeys, saveKey, lastMigration]
        + allOfWebhooks
        + [catalogueEntries, holdCatalogue, saveCatalogue, catalogue]
        + [assignments, saveAssignments, assignmentsInOrder, forgetAssignments, eraseAssignments]
        + [forgetUnlinkedAssignments]
        + [webhookEndpoints, saveWebhookEndpoint, removeWebhookEndpoint, saveIncomingDeliveries, incomingDeliveries]
        + [incomingDeliveriesInOrder, countIncomingDeliveries, namedDeliveries, removeIncomingDeliveries]
        + [removeDeliveriesOfEndpoint, forgetIncomingDeliveries, holdWebhookEndpoints, holdWebhookEndpointAlone]
        + [eraseForeseenWithdrawals, anonymizeWaitingDeliveries]
        + [saveSession, session, sessions, removeSession, removeSessionsOver]
        + [saveTicket, takeTicket, removeTicketsOver] + allOfFeed
        + [identity, bePatient, holdTransfer, endTransfer, raiseNumbers] + allOfTables
}
