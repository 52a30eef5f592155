internal import Ethernet
internal import HyperV

extension TraceStory {
  /// Tells what happened from what was gathered.
  public init(_ gathered: TraceRecord) {
    var record = gathered
    record.refineClocks()
    let report = record.report
    let echoes = report.probes.filter { $0.carrier == .echo }
    let answers = echoes.filter(\.isAnswered)
    let fastest = answers.min { ($0.answered ?? 0) &- $0.sent < ($1.answered ?? 0) &- $1.sent }
    let shown = fastest ?? echoes.last ?? report.probes.last
    let path = ProbePath(record, shown?.carrier ?? .echo, shown?.sequence ?? 0)
    let back = ProbePath(record, .echoReply, shown?.sequence ?? 0)
    from = stationName(record.from)
    let owner = record.to.map { "\(stationName($0)) (\(record.destination))" }
    to = owner ?? "\(record.destination)"
    sent = echoes.count
    answered = answers.count
    roundTrip = answers.compactMap { probe in probe.answered.map { $0 &- probe.sent } }.min()
    carrier = shown?.carrier == .arp ? "ARP request" : "echo request"
    hops = Self.hops(path, from: nil)
    reply = shown?.carrier == .echo ? Self.hops(back, from: path.way.first) : []
    let used = Set((path.way + back.way).map(\.station))
    uncertainty = used.map { record.stations[$0].uncertainty }.max() ?? 0
    problems = record.stations.flatMap { station in station.problems.map { "\(stationName(station.path)): \($0)" } }
    loss = nil
    switch report.problem {
    case .local: outcome = .local
    case .noRoute, .interfaceDown, .noAddress, .notEthernet:
      outcome = .notSent
      loss = Diagnosis(record).unsent()
    case .noNeighbour:
      outcome = .lost
      loss = Diagnosis(record).neighbour(path)
    case nil where answers.isEmpty:
      outcome = .lost
      loss = Diagnosis(record).lost(path, back)
    case nil:
      outcome = answers.count == echoes.count ? .answered : .partly
      if outcome == .partly, let missing = echoes.first(where: { !$0.isAnswered }) {
        loss = Diagnosis(record).lost(
          ProbePath(record, .echo, missing.sequence), ProbePath(record, .echoReply, missing.sequence))
      }
    }
  }
}
