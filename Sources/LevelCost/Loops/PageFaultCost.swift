internal import Glibc

/// Page faults: pages that the kernel has had in its hands before, and pages that nobody has used yet.
enum PageFaultCost {
  /// Pages of a mapping: 4 MiB, which the kernel has free again right after.
  private static let pages = 1024
  /// Bytes of a batch of fresh pages, that of a huge page.
  private static let batch = 2 << 20
  /// The most memory that is used up, in bytes.
  private static let mostFresh = 512 << 20
  private static let fewestBatches = 8

  /// Seconds for one page.
  static func sample(_ timer: RoundTimer) throws -> CostSample {
    try timer.sample { count in
      for _ in 0..<count {
        let area = try MemoryArea(pages * MemoryArea.page, smallPages: true)
        area.touch(to: area.count)
      }
    }.divided(by: pages)
  }

  /// Seconds for one page. Uses up to half of what is free, once: nothing can be measured like that twice.
  static func freshSample(_ timer: RoundTimer) throws -> CostSample {
    let size = min(try MemoryArea.amount("MemFree") / 2, mostFresh) / batch * batch
    guard size >= fewestBatches * batch else { throw CostProblem("less than 32 MiB of memory are free") }
    let area = try MemoryArea(size, smallPages: true)
    let begin = RoundTimer.now
    var values: [Double] = []
    var place = 0
    while place < size, values.count < fewestBatches || RoundTimer.now - begin < timer.seconds {
      let seconds = RoundTimer.time { area.touch(from: place, to: place + batch) }
      values.append(seconds / Double(batch / MemoryArea.page))
      place += batch
    }
    guard let sample = CostSample(rounds: values), sample.isSane else { throw CostProblem("its clock did not move") }
    return sample
  }
}
