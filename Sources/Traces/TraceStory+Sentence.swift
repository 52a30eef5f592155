extension TraceStory {
  /// `L1/natted to L0 (10.77.0.1): answered, 3 of 3`.
  public var headline: String {
    let ends = "\(from) to \(to)"
    switch outcome {
    case .answered: return "\(ends): answered, \(answered) of \(sent)"
    case .partly: return "\(ends): answered, \(answered) of \(sent) only"
    case .lost: return "\(ends): lost"
    case .notSent: return "\(ends): nothing could be sent"
    case .local: return "\(ends): that is its own address, nothing leaves it"
    }
  }
}

extension TraceStory.Loss {
  /// `dropped at L0 switch Lab, port L1/Network Adapter: source MAC … is not the adapter's`.
  public var sentence: String {
    let verb = isDrop ? "dropped at" : "lost at"
    return "\(verb) \(station) \(place): \(reason)"
  }
}
