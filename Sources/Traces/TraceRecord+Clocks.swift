internal import Ethernet
internal import HyperV

// Theory of operation
//
// Estimates of clocks by exchanges with agents are off by half of what an exchange takes: milliseconds, in emulated
// machines tens of them, while a hop takes a tenth of one. Probes themselves say more. What a machine sends, its host's
// switch gets later: so the machine's clock is at most so far behind. What the switch puts out to it, it gets later: at least so
// far. With a request and its reply the clock is known to half of what the two crossings took together. Of a probe
// that got no reply the crossing is taken to have taken no time.
//
// From the outermost host inwards, since each clock is known against the one outside of it. A bound that contradicts another
// (switches read their clocks once a turn, some microseconds before a frame) leaves the middle of both.

extension TraceRecord {
  mutating func refineClocks() {
    let ways = numbers.flatMap { number in
      [ProbeCarrier.arp, .echo, .echoReply].map { ProbePath(self, $0, number).way }
    }
    let depths = stations.map(\.path.count)
    for index in depths.indices.sorted(by: { depths[$0] < depths[$1] }) {
      let path = stations[index].path
      guard !path.isEmpty, let outer = stations.firstIndex(where: { $0.path == Array(path.dropLast()) }) else {
        continue
      }
      refine(index, outer, ways)
    }
  }

  private var numbers: [UInt16] { Set(stations.flatMap { $0.sightings.map(\.sequence) }).sorted() }

  private mutating func refine(_ inner: Int, _ outer: Int, _ ways: [[Sight]]) {
    var lowest = Int64.min
    var highest = Int64.max
    for way in ways {
      for (a, b) in zip(way, way.dropFirst()) {
        if a.station == inner, b.station == outer {
          highest = min(highest, difference(b, a, outer))
        } else if a.station == outer, b.station == inner {
          lowest = max(lowest, difference(a, b, outer))
        }
      }
    }
    let station = stations[inner]
    let exchanged = station.uncertainty == .max ? nil : Int64(clamping: station.uncertainty)
    let outside = stations[outer].uncertainty
    switch (lowest != .min, highest != .max) {
    case (true, true):
      let half = (highest &- lowest) / 2
      guard half.magnitude < station.uncertainty else { return }
      stations[inner].offset = lowest &+ half
      stations[inner].uncertainty = half.magnitude &+ outside
    case (true, false), (false, true):
      // A crossing takes next to nothing beside an exchange: the bound itself is the better guess.
      stations[inner].offset = highest != .max ? highest : lowest
      if let exchanged { stations[inner].uncertainty = exchanged.magnitude &* 2 &+ outside }
    case (false, false): return
    }
  }

  /// The offset of the inner clock with which both sightings were at one time.
  private func difference(_ outside: Sight, _ inside: Sight, _ outer: Int) -> Int64 {
    Int64(truncatingIfNeeded: outside.sighting.monotonic) &+ stations[outer].offset
      &- Int64(truncatingIfNeeded: inside.sighting.monotonic)
  }
}
