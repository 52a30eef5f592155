internal import CDroste
internal import Doctor
internal import Glibc
internal import GuestLink
internal import NIOCore
internal import Synchronization

/// Whether this guest's /dev/kvm runs guest code: asked for once, remembered while the device is the same one
/// and runs it. What could not be made may be made later: another hypervisor gives the extensions back.
final class KVMProbe: Sendable {
  /// Generous: as a guest of an emulated guest, the probe's few milliseconds take seconds.
  private static let timeLimit: Int32 = 10_000

  private let running = Mutex<(node: DeviceNode, report: EventLoopFuture<KVMProbeReport?>)?>(nil)

  /// Nil where there is no /dev/kvm (yet: that is looked for each time). The probe blocks a thread of its own.
  func report(on loop: any EventLoop) -> EventLoopFuture<KVMProbeReport?> {
    guard let node = DeviceNode("/dev/kvm") else { return loop.makeSucceededFuture(nil) }
    return running.withLock { running in
      if let running, running.node == node { return running.report.hop(to: loop) }
      let promise = loop.makePromise(of: KVMProbeReport?.self)
      running = (node, promise.futureResult)
      startThread("droste-probe") { [self] in
        let report = Self.probe()
        if report.outcome == .failed { forget(node) }
        promise.succeed(report)
      }
      return promise.futureResult
    }
  }

  private func forget(_ node: DeviceNode) {
    running.withLock { running in if running?.node == node { running = nil } }
  }

  private static func probe() -> KVMProbeReport {
    var result = droste_kvm_result()
    droste_kvm_probe(timeLimit, &result)
    let detail = withUnsafeBytes(of: result.detail) { String(decoding: $0.prefix { $0 != 0 }, as: UTF8.self) }
    let measured = result.guest_nanoseconds > 0 && result.native_nanoseconds > 0
    return KVMProbeReport(
      outcome: outcome(UInt32(bitPattern: result.outcome)), detail: detail, error: result.error,
      slowdown: measured ? Double(result.guest_nanoseconds) / Double(result.native_nanoseconds) : nil,
      exitNanoseconds: result.exit_nanoseconds > 0 ? result.exit_nanoseconds : nil,
      probeNanoseconds: result.total_nanoseconds)
  }

  private static func outcome(_ number: UInt32) -> KVMProbeReport.Outcome {
    switch number {
    case DROSTE_KVM_WORKS.rawValue: .works
    case DROSTE_KVM_NO_DEVICE.rawValue: .noDevice
    case DROSTE_KVM_HANGS.rawValue: .hangs
    case DROSTE_KVM_SLOW.rawValue: .slow
    case DROSTE_KVM_WRONG.rawValue: .wrong
    case DROSTE_KVM_NO_PROBE.rawValue: .noProbe
    default: .failed
    }
  }
}
