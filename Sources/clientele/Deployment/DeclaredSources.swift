/// The sources the operator named, in the order of their trust.
struct DeclaredSources {
    let names: [String]

    /// Those of the declared list first, then those the file only describes.
    init(_ reader: DeploymentReader, _ file: DeploymentFile?) throws(DeploymentError) {
        let listed = try reader.list("sources.declared") ?? []
        names = listed + (file?.sources ?? []).filter { !listed.contains($0) }
    }
}
