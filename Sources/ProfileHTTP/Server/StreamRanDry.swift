/// Told to whoever reads a stream of which too little comes.
struct StreamRanDry: Error {}
