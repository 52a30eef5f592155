import Glibc

/// System.Diagnostics.Stopwatch, on the monotonic clock.
enum StopwatchType {
  // SAFETY: as any object of an evaluator, it is used on one thread at a time.
  final class Watch: @unchecked Sendable {
    private var start: Int64?
    private var passed: Int64 = 0

    var isRunning: Bool { start != nil }
    /// Ticks of 100 ns.
    var ticks: Int64 { passed + (start.map { Self.now() - $0 } ?? 0) }

    func run() { if start == nil { start = Self.now() } }

    func stop() {
      passed = ticks
      start = nil
    }

    func reset() { (start, passed) = (nil, 0) }

    static func now() -> Int64 {
      var time = timespec()
      clock_gettime(CLOCK_MONOTONIC, &time)
      return Int64(time.tv_sec) * TimeSpan.ticksPerSecond + Int64(time.tv_nsec) / 100
    }
  }

  private static func property(_ name: String, _ get: @escaping @Sendable (Watch) -> Value) -> Property {
    Property(name) { value, _ in value.payload(as: Watch.self).map(get) ?? .null }
  }

  private static func method(_ name: String, _ change: @escaping @Sendable (Watch) -> Void) -> Method {
    Method(name, 0) { value, _, _ in
      if let watch = value.payload(as: Watch.self) { change(watch) }
      return .nothing
    }
  }

  private static func make(_ type: Value, isRunning: Bool) -> Value {
    guard case .type(let type) = type else { return .null }
    let watch = Watch()
    if isRunning { watch.run() }
    return .object(HostObject(type, payload: watch))
  }

  static let type = TypeReference(
    "System.Diagnostics.Stopwatch", base: BuiltInType.object,
    members: MemberTable(
      properties: [
        property("IsRunning") { .boolean($0.isRunning) },
        property("Elapsed") { .timeSpan(TimeSpan(ticks: $0.ticks)) },
        property("ElapsedMilliseconds") { .int64($0.ticks / TimeSpan.ticksPerMillisecond) },
        property("ElapsedTicks") { .int64($0.ticks) },
      ],
      methods: [
        method("Start") { $0.run() }, method("Stop") { $0.stop() }, method("Reset") { $0.reset() },
        method("Restart") { watch in
          watch.reset()
          watch.run()
        },
      ],
      staticProperties: [
        Property("Frequency") { _, _ in .int64(TimeSpan.ticksPerSecond) },
        Property("IsHighResolution") { _, _ in true },
      ],
      staticMethods: [
        Method("StartNew", 0) { type, _, _ in make(type, isRunning: true) },
        Method("GetTimestamp", 0) { _, _, _ in .int64(Watch.now()) },
      ],
      constructor: Method("Stopwatch", 0) { type, _, _ in make(type, isRunning: false) }))
}
