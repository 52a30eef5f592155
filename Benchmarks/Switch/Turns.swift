/// Values of two switches that took turns: ours, the peer's, ours again.
///
/// A computer that is shared with others has fast and slow minutes, a factor of two apart: what counts is the ratio within
/// a turn, and of those the median.
struct Turns: Sendable {
  private(set) var own: [Double] = []
  private(set) var peer: [Double] = []
  private var ratios: [Double] = []

  /// - Parameter own: both values of ours.
  mutating func add(_ own: (Double, Double), _ peer: Double) {
    self.own += [own.0, own.1]
    self.peer.append(peer)
    if peer > 0 { ratios.append((own.0 + own.1) / 2 / peer) }
  }

  var ratio: Double { median(ratios) }
}

extension Row {
  /// The comparison of switches that took turns.
  init(
    what: String, _ turns: Turns, peerName: String, limit: Limit, in quantity: (Double) -> Quantity
  ) {
    self.init(
      what: what, measured: quantity(median(turns.own)), peerName: peerName, peer: quantity(median(turns.peer)),
      ratio: turns.ratio, limit: limit, samples: turns.own, peerSamples: turns.peer)
  }

  /// The comparison of two values, or a value alone.
  init(what: String, measured: Quantity, peerName: String, peer: Quantity?, limit: Limit) {
    let ratio = peer.flatMap { $0.value > 0 ? measured.value / $0.value : nil }
    self.init(what: what, measured: measured, peerName: peerName, peer: peer, ratio: ratio, limit: limit)
  }
}
