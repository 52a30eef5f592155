import Glibc

/// With `digits` behind the point.
func fixed(_ value: Double, _ digits: Int) -> String {
  let scale = (0..<digits).reduce(1) { scale, _ in scale * 10 }
  let number = Int((value * Double(scale)).rounded())
  let sign = number < 0 ? "-" : ""
  guard digits > 0 else { return "\(sign)\(abs(number))" }
  let fraction = String(abs(number) % scale)
  return "\(sign)\(abs(number) / scale)." + String(repeating: "0", count: digits - fraction.count) + fraction
}

/// The middle one; the mean of the two middle ones where their number is even.
func median(_ values: [Double]) -> Double {
  let sorted = values.sorted()
  guard !sorted.isEmpty else { return 0 }
  let middle = sorted.count / 2
  return sorted.count.isMultiple(of: 2) ? (sorted[middle - 1] + sorted[middle]) / 2 : sorted[middle]
}

/// Seconds of a clock that only goes forward.
func monotonicSeconds() -> Double {
  var now = timespec()
  clock_gettime(CLOCK_MONOTONIC, &now)
  return Double(now.tv_sec) + Double(now.tv_nsec) / 1e9
}

/// Nanoseconds of the same clock.
func monotonicNanoseconds() -> UInt64 {
  var now = timespec()
  clock_gettime(CLOCK_MONOTONIC, &now)
  return UInt64(now.tv_sec) * 1_000_000_000 + UInt64(now.tv_nsec)
}

/// Blocks the thread.
func sleep(seconds: Double) {
  // No signal ends it early: the first that the benchmark takes ends the benchmark.
  var time = timespec(tv_sec: Int(seconds), tv_nsec: Int((seconds - Double(Int(seconds))) * 1e9))
  nanosleep(&time, nil)
}

/// Progress goes to stderr: the table is the output.
func say(_ text: String) {
  let bytes = Array((text + "\n").utf8)
  _ = write(STDERR_FILENO, bytes, bytes.count)
}
