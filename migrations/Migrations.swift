/// The schema of each store, in the order in which it is applied.
package enum Migrations {
    package static let sqlite = [
        Migration(number: 1, name: "profiles", sql: PackageResources._001_profiles_sqlite_sql),
        Migration(number: 2, name: "claims", sql: PackageResources._002_claims_sqlite_sql),
        Migration(number: 3, name: "erasures", sql: PackageResources._003_erasures_sqlite_sql),
        Migration(number: 4, name: "live", sql: PackageResources._004_live_sqlite_sql),
        Migration(number: 5, name: "search", sql: PackageResources._005_search_sqlite_sql),
        Migration(number: 6, name: "promises", sql: PackageResources._006_promises_sqlite_sql),
        Migration(number: 7, name: "catalogue", sql: PackageResources._007_catalogue_sqlite_sql),
        Migration(number: 8, name: "invitations", sql: PackageResources._008_invitations_sqlite_sql),
        Migration(number: 9, name: "webhooks_in", sql: PackageResources._009_webhooks_in_sqlite_sql),
        Migration(number: 10, name: "webhooks_out", sql: PackageResources._010_webhooks_out_sqlite_sql),
        Migration(number: 11, name: "folding", sql: PackageResources._011_folding_sqlite_sql),
    ]

    package static let postgres = [
        Migration(number: 1, name: "profiles", sql: PackageResources._001_profiles_postgres_sql),
        Migration(number: 2, name: "claims", stopsNodes: true, sql: PackageResources._002_claims_postgres_sql),
        Migration(number: 3, name: "erasures", sql: PackageResources._003_erasures_postgres_sql),
        Migration(number: 4, name: "live", sql: PackageResources._004_live_postgres_sql),
        Migration(number: 5, name: "search", sql: PackageResources._005_search_postgres_sql),
        Migration(number: 6, name: "promises", sql: PackageResources._006_promises_postgres_sql),
        Migration(number: 7, name: "catalogue", sql: PackageResources._007_catalogue_postgres_sql),
        Migration(number: 8, name: "invitations", sql: PackageResources._008_invitations_postgres_sql),
        Migration(number: 9, name: "webhooks_in", sql: PackageResources._009_webhooks_in_postgres_sql),
        Migration(number: 10, name: "webhooks_out", sql: PackageResources._010_webhooks_out_postgres_sql),
        Migration(number: 11, name: "folding", sql: PackageResources._011_folding_postgres_sql),
    ]
}
