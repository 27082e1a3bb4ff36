import HTTPTypes

/// For this caller's eyes, and asked for again each time.
enum PrivateCaching {
    static func add(to fields: inout HTTPFields) {
        fields[.cacheControl] = "private, no-cache"
        fields[.vary] = "Authorization"
    }
}
