internal import Terminal
internal import Traces

/// A trace as lines: what became of the probes, each hop with its time, and what mends it.
struct TraceText {
  let style: OutputStyle

  func lines(_ story: TraceStory) -> [String] {
    let isGood = story.outcome == .answered || story.outcome == .local
    var head = style.paint(story.headline.printable, isGood ? .good : .bad)
    if let roundTrip = story.roundTrip { head += ", fastest \(Self.milliseconds(roundTrip)) ms" }
    var lines = [head]
    if !story.hops.isEmpty {
      lines += ["", style.paint("the \(story.carrier)'s way, in ms", .faint)] + hops(story.hops)
    }
    if !story.reply.isEmpty { lines += ["", style.paint("the reply's way", .faint)] + hops(story.reply) }
    if let loss = story.loss {
      lines += ["", style.paint(loss.sentence.printable, .bad)]
      if let mend = loss.mend { lines.append("Mend it: \(style.paint(mend.printable, .strong))") }
    }
    if (story.hops + story.reply).contains(where: \.isEstimated) {
      let off = Self.milliseconds(story.uncertainty)
      lines += ["", style.paint("~ compares the clocks of two computers: may be off by \(off) ms", .faint)]
    }
    for problem in story.problems { lines.append(style.paint("not watched: \(problem.printable)", .attention)) }
    return lines
  }

  private func hops(_ hops: [TraceStory.Hop]) -> [String] {
    var table = TextTable([.init("", right: true), .init(""), .init(""), .init("")])
    for hop in hops {
      let isBad = hop.note?.contains("dropped") ?? false
      table.append([
        (hop.isEstimated ? "~" : "") + Self.milliseconds(hop.nanoseconds), style.paint(hop.station.printable, .name),
        hop.place.printable, style.paint((hop.note ?? "").printable, isBad ? .bad : .faint),
      ])
    }
    return table.lines(style: style).map { "  " + $0 }
  }

  private static func milliseconds(_ nanoseconds: UInt64) -> String {
    Quantity.fixed(Double(min(nanoseconds, 1 << 60)) / 1e6, 2)
  }
}
