import CDroste
import FoundationEssentials
import Glibc

/// The two processors that a measurement runs on: one is the switch's, one is whoever sends and receives.
struct Processors: Sendable {
  let driver: Int
  let device: Int

  /// Two that we may use; not two threads of one core, where there is a choice.
  init() throws {
    let allowed = Self.allowed()
    guard let driver = allowed.first, allowed.count >= 2 else {
      throw BenchError(
        "The benchmark needs two processors and may use \(allowed.count): one for the switch, one for its machines.")
    }
    let siblings = Self.siblings(of: driver)
    self.driver = driver
    device = allowed.dropFirst().first { !siblings.contains($0) } ?? allowed[1]
  }

  /// Keeps the calling thread on one processor.
  static func pin(to processor: Int) throws {
    let result = droste_pin_thread(Int32(processor))
    guard result == 0 else {
      throw BenchError("No thread can be kept on processor \(processor): \(String(cString: strerror(-result)))")
    }
  }

  /// Those that this process may run on.
  private static func allowed() -> [Int] {
    let status = FileManager.default.contents(atPath: "/proc/self/status").map { String(decoding: $0, as: UTF8.self) }
    let line = (status ?? "").split(separator: "\n").first { $0.hasPrefix("Cpus_allowed_list:") }
    return numbers(line?.split(whereSeparator: \.isWhitespace).last ?? "").sorted()
  }

  private static func siblings(of processor: Int) -> Set<Int> {
    let path = "/sys/devices/system/cpu/cpu\(processor)/topology/thread_siblings_list"
    let text = FileManager.default.contents(atPath: path).map { String(decoding: $0, as: UTF8.self) }
    return numbers(text?.split(separator: "\n").first ?? "")
  }

  /// `0-1` or `0,4`.
  private static func numbers(_ text: Substring) -> Set<Int> {
    var found: Set<Int> = []
    for part in text.split(separator: ",") {
      let ends = part.split(separator: "-").compactMap { Int($0) }
      if let first = ends.first, let last = ends.last { found.formUnion(first...max(first, last)) }
    }
    return found
  }
}
