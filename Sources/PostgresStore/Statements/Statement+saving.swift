import ProfileCore

/// What carries decisions out. Each takes lists, so that a batch of any size is one run.
extension PostgresStatement {
    package static let saveFacts = PostgresStatement(
        "save_facts", .keys,
        """
        INSERT INTO facts (kind, source, id, profile, home, happened_at, updated_at, received_at, basis_type,
            basis_value, payload)
        SELECT * FROM unnest($1::smallint[], $2::text[], $3::text[], $4::uuid[], $5::uuid[], $6::bigint[], $7::bigint[],
            $8::bigint[], $9::text[], $10::text[], $11::bytea[])
        ON CONFLICT (kind, source, id) DO UPDATE SET profile = excluded.profile, home = excluded.home,
            happened_at = excluded.happened_at, updated_at = excluded.updated_at,
            received_at = excluded.received_at, basis_type = excluded.basis_type,
            basis_value = excluded.basis_value, payload = excluded.payload
        """)

    package static let withdrawFacts = PostgresStatement(
        "withdraw_facts", .keys,
        """
        UPDATE facts AS f SET happened_at = $5::bigint, updated_at = k.at, basis_type = NULL, basis_value = NULL,
            payload = ''
        FROM unnest($1::smallint[], $2::text[], $3::text[], $4::bigint[]) AS k (kind, source, id, at)
        WHERE f.kind = k.kind AND f.source = k.source AND f.id = k.id {AND f.id = ANY($3)}
        """)

    package static let eraseFactsByKey = PostgresStatement(
        "erase_facts_by_key", .keys,
        """
        DELETE FROM facts AS f USING unnest($1::smallint[], $2::text[], $3::text[]) AS k (kind, source, id)
        WHERE f.kind = k.kind AND f.source = k.source AND f.id = k.id {AND f.id = ANY($3)}
        """)

    /// Files facts that are stored elsewhere.
    package static let fileFacts = PostgresStatement(
        "file_facts", .keys,
        """
        UPDATE facts AS f SET profile = k.profile, home = k.home
        FROM unnest($1::smallint[], $2::text[], $3::text[], $4::uuid[], $5::uuid[])
            AS k (kind, source, id, profile, home)
        WHERE f.kind = k.kind AND f.source = k.source AND f.id = k.id {AND f.id = ANY($3)}
        """)

    package static let saveLinks = PostgresStatement(
        "save_links", .keys,
        """
        INSERT INTO links (type, value, home, profile, stated_kind, stated_source, stated_id, linked_at)
        SELECT * FROM unnest($1::text[], $2::text[], $3::uuid[], $4::uuid[], $5::smallint[], $6::text[], $7::text[],
            $8::bigint[])
        ON CONFLICT (type, value, home) DO UPDATE SET profile = excluded.profile, stated_kind = excluded.stated_kind,
            stated_source = excluded.stated_source, stated_id = excluded.stated_id, linked_at = excluded.linked_at
        """)

    package static let removeLinks = PostgresStatement(
        "remove_links", .keys,
        """
        DELETE FROM links AS l USING unnest($1::text[], $2::text[], $3::uuid[]) AS k (type, value, home)
        WHERE l.type = k.type AND l.value = k.value AND l.home = k.home {AND l.value = ANY($2)}
        """)

    /// Takes so many numbers ($1) of a stripe, greater than those that the profiles ($3) have. The counter stays locked
    /// until the transaction ends, so that transactions end in the order of their numbers, and a reader who sees a
    /// number of a stripe sees all lesser ones of it.
    static let takeNumbers = PostgresStatement(
        "take_numbers", .keys,
        """
        UPDATE counters SET value = $1::bigint + greatest(value, (
            SELECT max(p.sequence & \(Stripe.values)) FROM profiles AS p WHERE p.id = ANY($3::uuid[])))
        WHERE name = $2::text RETURNING value
        """)

    /// The last number of each stripe that was given to a change.
    static let lastNumbers = PostgresStatement("last_numbers", .none, "SELECT name, value FROM counters")

    /// Gives the numbers taken just before to the profiles, in their order, and to those of their parts that changed
    /// ($7). $8 turns the last value and a place into a stored number. A part without a number may have changed with
    /// the last change before, and so takes its number; what only says what happened takes none.
    static let saveProfiles = PostgresStatement(
        "save_profiles", .keys,
        """
        INSERT INTO profiles (id, version, sequence, changed_at, state, derivation, age, customer_sequence,
            order_sequence, interaction_sequence, activity_sequence, standing_sequence, promise_sequence,
            conflict_sequence, problem_sequence, begun_sequence)
        SELECT c.id, c.version, $8::bigint + n.value + c.place, c.changed_at, c.state, c.derivation, c.age,
            \(ChangedParts.places.map { "CASE WHEN c.parts & \(1 << $0) > 0 THEN $8::bigint + n.value + c.place END" }
                .joined(separator: ", ")), $8::bigint + n.value + c.place
        FROM counters AS n, unnest($1::uuid[], $2::bigint[], $3::bigint[], $4::bytea[], $5::bigint[], $6::smallint[],
            $7::bigint[])
            WITH ORDINALITY AS c (id, version, changed_at, state, derivation, age, parts, place)
        WHERE n.name = $9::text
        ON CONFLICT (id) DO UPDATE SET version = excluded.version, sequence = excluded.sequence,
            changed_at = excluded.changed_at, state = excluded.state, derivation = excluded.derivation,
            age = excluded.age, \(partNumbers),
            conflict_sequence = coalesce(excluded.conflict_sequence, profiles.conflict_sequence),
            problem_sequence = coalesce(excluded.problem_sequence, profiles.problem_sequence)
        """)

    private static let partNumbers = [
        "customer", "order", "interaction", "activity", "standing", "promise",
    ].map { part in
        let number = "\(part)_sequence"
        return "\(number) = coalesce(excluded.\(number), profiles.\(number), profiles.sequence)"
    }.joined(separator: ", ")

    package static let saveAliases = PostgresStatement(
        "save_aliases", .keys,
        """
        INSERT INTO aliases (alias, profile) SELECT * FROM unnest($1::uuid[], $2::uuid[])
        ON CONFLICT (alias) DO UPDATE SET profile = excluded.profile
        """)

    package static let removeAliases = PostgresStatement(
        "remove_aliases", .keys, "DELETE FROM aliases AS a WHERE a.alias = ANY($1::uuid[])")

    package static let saveMerges = PostgresStatement(
        "save_merges", .keys,
        """
        INSERT INTO merges (absorbed, merged_at, survivor, payload)
        SELECT * FROM unnest($1::uuid[], $2::bigint[], $3::uuid[], $4::bytea[])
        ON CONFLICT (absorbed, merged_at) DO UPDATE SET survivor = excluded.survivor, payload = excluded.payload
        """)

    package static let removeMerges = PostgresStatement(
        "remove_merges", .keys,
        """
        DELETE FROM merges AS m USING unnest($1::uuid[], $2::bigint[]) AS k (absorbed, at)
        WHERE m.absorbed = k.absorbed AND m.merged_at = k.at {AND m.absorbed = ANY($1)}
        """)

    /// A fact that is not named stays as it is stored.
    package static let saveSeparations = PostgresStatement(
        "save_separations", .none,
        """
        INSERT INTO separations (first, second, first_fact, second_fact)
        SELECT * FROM unnest($1::uuid[], $2::uuid[], $3::bytea[], $4::bytea[])
        ON CONFLICT (first, second) DO UPDATE
        SET first_fact = coalesce(excluded.first_fact, separations.first_fact),
            second_fact = coalesce(excluded.second_fact, separations.second_fact)
        """)

    package static let removeSeparations = PostgresStatement(
        "remove_separations", .none,
        """
        DELETE FROM separations AS s USING unnest($1::uuid[], $2::uuid[]) AS k (first, second)
        WHERE s.first = k.first AND s.second = k.second
        """)

    package static let removeMergesNaming = PostgresStatement(
        "remove_merges_naming", .everywhere,
        "DELETE FROM merges AS m WHERE m.absorbed = ANY($1::uuid[]) OR m.survivor = ANY($1::uuid[])")
}

/// What follows from merges and unmerges: rows filed under one profile go to another, wherever they are.
extension PostgresStatement {
    package static let moveFacts = rename("move_facts", "facts", "profile")
    package static let moveLinks = rename("move_links", "links", "profile")
    package static let renameProfiles = rename("rename_profiles", "conflicts", "profile")
    package static let renameHolders = rename("rename_holders", "conflicts", "holder")

    private static func rename(_ name: String, _ table: String, _ column: String) -> PostgresStatement {
        PostgresStatement(
            name, .everywhere,
            """
            UPDATE \(table) AS t SET \(column) = m.target FROM unnest($1::uuid[], $2::uuid[]) AS m (origin, target)
            WHERE t.\(column) = m.origin
            """)
    }

    package static let resolveConflicts = PostgresStatement(
        "resolve_conflicts", .everywhere,
        """
        UPDATE conflicts AS c SET resolved_at = m.at FROM unnest($1::uuid[], $2::bigint[]) AS m (target, at)
        WHERE c.profile = m.target AND c.holder = m.target AND c.resolved_at IS NULL
        """)

    package static let moveFactsOfHomes = move("move_facts_of_homes", "facts")
    package static let moveLinksOfHomes = move("move_links_of_homes", "links")
    package static let moveWithdrawnOfHomes = move("move_withdrawn_of_homes", "facts", where: "NOT (\(isStated))")

    private static func move(_ name: String, _ table: String, where condition: String = "true") -> PostgresStatement {
        PostgresStatement(
            name, .everywhere,
            """
            UPDATE \(table) AS f SET profile = m.target
            FROM unnest($1::uuid[], $2::uuid[], $3::uuid[]) AS m (origin, target, home)
            WHERE f.profile = m.origin AND f.home = m.home AND \(condition)
            """)
    }

    /// Claims go with the facts that make them, once these were filed elsewhere. Step by step, since an update cannot
    /// join tables that are distributed by different columns.
    package static let moveClaims = PostgresStatement(
        "move_claims", .everywhere,
        """
        WITH claims AS MATERIALIZED (
            SELECT DISTINCT c.kind, c.source, c.id FROM conflicts AS c WHERE c.profile = ANY($1::uuid[])
        ), places AS MATERIALIZED (
            SELECT f.kind, f.source, f.id, f.profile FROM claims AS k
                JOIN facts AS f ON f.kind = k.kind AND f.source = k.source AND f.id = k.id
        )
        UPDATE conflicts AS c SET profile = p.profile FROM places AS p
        WHERE c.profile = ANY($1::uuid[]) AND c.kind = p.kind AND c.source = p.source AND c.id = p.id
            AND c.profile <> p.profile
        """)

    package static let linksToProfiles = PostgresStatement(
        "links_to_profiles", .everywhere,
        "SELECT \(linkColumns) FROM links AS l WHERE l.profile = ANY($1::uuid[])")

    /// The versions of those profiles that exist.
    package static let versions = PostgresStatement(
        "versions", .keys,
        "SELECT p.id, p.version FROM profiles AS p WHERE p.id = ANY($1::uuid[]) AND p.version IS NOT NULL")

    /// When sources first and last stated something of a profile.
    package static let sourceSpans = PostgresStatement(
        "source_spans", .everywhere,
        """
        SELECT w.profile, w.source, min(f.updated_at), max(f.updated_at)
        FROM unnest($1::uuid[], $2::text[]) AS w (profile, source)
            JOIN facts AS f ON f.profile = w.profile AND f.source = w.source
        WHERE \(isStated) GROUP BY w.profile, w.source
        """)

    /// The oldest facts of each of some profiles, in the order of the timeline from its end.
    package static let oldestFacts = PostgresStatement(
        "oldest_facts", .joined, single: oldestFactsOfOne,
        """
        SELECT \(factColumns) FROM unnest($1::uuid[]) AS k (profile)
            CROSS JOIN LATERAL (\(oldest("f.*", of: "k.profile"))) AS f
        """)

    static let oldestFactsOfOne = PostgresStatement(
        "oldest_facts_of_one", .everywhere, oldest(factColumns, of: "$1::uuid"))

    private static func oldest(_ columns: String, of profile: String) -> String {
        """
        SELECT \(columns) FROM facts AS f WHERE f.profile = \(profile) AND \(isStated)
        ORDER BY f.happened_at, f.kind DESC, f.source DESC, f.id DESC LIMIT $2::bigint
        """
    }

    /// The next page of the facts of each of some profiles, in the order of the timeline.
    package static let factsToFold = PostgresStatement(
        "facts_to_fold", .joined, single: factsToFoldOfOne,
        """
        SELECT \(factColumns)
        FROM unnest($1::uuid[], $2::bigint[], $3::smallint[], $4::text[], $5::text[], $6::bigint[], $7::text[])
                AS k (profile, at, kind, source, id, kinds, walked)
            CROSS JOIN LATERAL (
                \(page(
                    "f.*", of: "k.profile", at: "k.at", after: "k.kind, k.source, k.id", kinds: "k.kinds",
                    source: "k.walked"))
            ) AS f
        """)

    static let factsToFoldOfOne = PostgresStatement(
        "facts_to_fold_of_one", .everywhere,
        page(
            factColumns, of: "$1::uuid", at: "$2::bigint", after: "$3::smallint, $4::text, $5::text",
            kinds: "$6::bigint", source: "$7::text"))

    private static func page(
        _ columns: String, of profile: String, at: String, after key: String, kinds: String, source: String
    ) -> String {
        """
        SELECT \(columns) FROM facts AS f
        WHERE f.profile = \(profile) AND f.happened_at <= \(at) AND \(isStated)
            AND (f.happened_at < \(at) OR (f.kind, f.source, f.id) > (\(key)))
            AND ((\(kinds) >> f.kind) & 1 = 1 OR f.source = \(source))
        ORDER BY f.happened_at DESC, f.kind, f.source, f.id LIMIT $8::bigint
        """
    }
}
