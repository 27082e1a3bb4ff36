/// The schema of each store, in the order in which it is applied.
package enum Migrations {
    package static let sqlite = [
        Migration(number: 1, name: "profiles", sql: PackageResources._001_profiles_sqlite_sql)
    ]

    package static let postgres = [
        Migration(number: 1, name: "profiles", sql: PackageResources._001_profiles_postgres_sql)
    ]
}
