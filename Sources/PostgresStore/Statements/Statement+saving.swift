/// What carries decisions out. Each takes lists, so that a batch of any size is one run.
extension Statement {
    static let saveFacts = Statement(
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

    static let withdrawFacts = Statement(
        "withdraw_facts", .keys,
        """
        UPDATE facts AS f SET happened_at = $5::bigint, updated_at = k.at, basis_type = NULL, basis_value = NULL,
            payload = ''
        FROM unnest($1::smallint[], $2::text[], $3::text[], $4::bigint[]) AS k (kind, source, id, at)
        WHERE f.kind = k.kind AND f.source = k.source AND f.id = k.id {AND f.id = ANY($3)}
        """)

    static let eraseFactsByKey = Statement(
        "erase_facts_by_key", .keys,
        """
        DELETE FROM facts AS f USING unnest($1::smallint[], $2::text[], $3::text[]) AS k (kind, source, id)
        WHERE f.kind = k.kind AND f.source = k.source AND f.id = k.id {AND f.id = ANY($3)}
        """)

    /// Files facts that are stored elsewhere.
    static let fileFacts = Statement(
        "file_facts", .keys,
        """
        UPDATE facts AS f SET profile = k.profile, home = k.home
        FROM unnest($1::smallint[], $2::text[], $3::text[], $4::uuid[], $5::uuid[])
            AS k (kind, source, id, profile, home)
        WHERE f.kind = k.kind AND f.source = k.source AND f.id = k.id {AND f.id = ANY($3)}
        """)

    static let saveLinks = Statement(
        "save_links", .keys,
        """
        INSERT INTO links (type, value, home, profile, stated_kind, stated_source, stated_id, linked_at)
        SELECT * FROM unnest($1::text[], $2::text[], $3::uuid[], $4::uuid[], $5::smallint[], $6::text[], $7::text[],
            $8::bigint[])
        ON CONFLICT (type, value, home) DO UPDATE SET profile = excluded.profile, stated_kind = excluded.stated_kind,
            stated_source = excluded.stated_source, stated_id = excluded.stated_id, linked_at = excluded.linked_at
        """)

    static let removeLinks = Statement(
        "remove_links", .keys,
        """
        DELETE FROM links AS l USING unnest($1::text[], $2::text[], $3::uuid[]) AS k (type, value, home)
        WHERE l.type = k.type AND l.value = k.value AND l.home = k.home {AND l.value = ANY($2)}
        """)

    /// Takes so many numbers ($1) of a stripe, greater than those that the profiles ($3) have. The counter stays locked
    /// until the transaction ends, so that transactions end in the order of their numbers, and a reader who sees a
    /// number of a stripe sees all lesser ones of it.
    static let takeNumbers = Statement(
        "take_numbers", .keys,
        """
        UPDATE counters SET value = $1::bigint + greatest(value, (
            SELECT max(p.sequence & \(Stripe.values)) FROM profiles AS p WHERE p.id = ANY($3::uuid[])))
        WHERE name = $2::text RETURNING value
        """)

    /// The last number of each stripe that was given to a change.
    static let lastNumbers = Statement("last_numbers", .none, "SELECT name, value FROM counters")

    /// Gives the numbers taken just before to the profiles, in their order. $5 turns the last value and a place into a
    /// stored number.
    static let saveProfiles = Statement(
        "save_profiles", .keys,
        """
        INSERT INTO profiles (id, version, sequence, changed_at, state, derivation, age)
        SELECT c.id, c.version, $5::bigint + n.value + c.place, c.changed_at, c.state, c.derivation, c.age
        FROM counters AS n, unnest($1::uuid[], $2::bigint[], $3::bigint[], $4::bytea[], $7::bigint[], $8::bigint[])
            WITH ORDINALITY AS c (id, version, changed_at, state, derivation, age, place)
        WHERE n.name = $6::text
        ON CONFLICT (id) DO UPDATE SET version = excluded.version, sequence = excluded.sequence,
            changed_at = excluded.changed_at, state = excluded.state, derivation = excluded.derivation,
            age = excluded.age
        """)

    static let saveAliases = Statement(
        "save_aliases", .keys,
        """
        INSERT INTO aliases (alias, profile) SELECT * FROM unnest($1::uuid[], $2::uuid[])
        ON CONFLICT (alias) DO UPDATE SET profile = excluded.profile
        """)

    static let removeAliases = Statement(
        "remove_aliases", .keys, "DELETE FROM aliases AS a WHERE a.alias = ANY($1::uuid[])")

    static let saveMerges = Statement(
        "save_merges", .keys,
        """
        INSERT INTO merges (absorbed, merged_at, survivor, payload)
        SELECT * FROM unnest($1::uuid[], $2::bigint[], $3::uuid[], $4::bytea[])
        ON CONFLICT (absorbed, merged_at) DO UPDATE SET survivor = excluded.survivor, payload = excluded.payload
        """)

    static let removeMerges = Statement(
        "remove_merges", .keys,
        """
        DELETE FROM merges AS m USING unnest($1::uuid[], $2::bigint[]) AS k (absorbed, at)
        WHERE m.absorbed = k.absorbed AND m.merged_at = k.at {AND m.absorbed = ANY($1)}
        """)

    /// A fact that is not named stays as it is stored.
    static let saveSeparations = Statement(
        "save_separations", .none,
        """
        INSERT INTO separations (first, second, first_fact, second_fact)
        SELECT * FROM unnest($1::uuid[], $2::uuid[], $3::bytea[], $4::bytea[])
        ON CONFLICT (first, second) DO UPDATE
        SET first_fact = coalesce(excluded.first_fact, separations.first_fact),
            second_fact = coalesce(excluded.second_fact, separations.second_fact)
        """)

    static let removeSeparations = Statement(
        "remove_separations", .none,
        """
        DELETE FROM separations AS s USING unnest($1::uuid[], $2::uuid[]) AS k (first, second)
        WHERE s.first = k.first AND s.second = k.second
        """)

    static let removeMergesNaming = Statement(
        "remove_merges_naming", .everywhere,
        "DELETE FROM merges AS m WHERE m.absorbed = ANY($1::uuid[]) OR m.survivor = ANY($1::uuid[])")
}
