internal import CDroste
internal import Processes

/// What running guest code told of KVM.
public struct KVMProbe: Codable, Hashable, Sendable {
  public enum Outcome: Int32, Codable, Sendable {
    case works = 0
    case noDevice, failed, hangs, slow, wrong, noProbe
  }

  public var outcome: Outcome
  /// /dev/kvm could be opened, a machine be made, and its guest reached its last instruction.
  public var opened: Bool
  public var machineCreated: Bool
  public var ran: Bool
  /// The slowest of the timed loops in the guest, and the same loop here, in nanoseconds; 0 when not measured.
  public var guestNanoseconds: UInt64
  public var nativeNanoseconds: UInt64
  /// One exit from the guest and back, in nanoseconds; 0 when not measured.
  public var exitNanoseconds: UInt64
  /// The whole probe.
  public var totalNanoseconds: UInt64
  /// What happened, in words.
  public var detail: String

  package init(
    outcome: Outcome, opened: Bool, machineCreated: Bool, ran: Bool, guestNanoseconds: UInt64,
    nativeNanoseconds: UInt64, exitNanoseconds: UInt64, totalNanoseconds: UInt64, detail: String
  ) {
    self.outcome = outcome
    self.opened = opened
    self.machineCreated = machineCreated
    self.ran = ran
    self.guestNanoseconds = guestNanoseconds
    self.nativeNanoseconds = nativeNanoseconds
    self.exitNanoseconds = exitNanoseconds
    self.totalNanoseconds = totalNanoseconds
    self.detail = detail
  }

  /// Runs the probe: 20 ms where KVM works or crawls, 80 to 300 ms where the host is emulated itself, `milliseconds`
  /// where it hangs.
  public static func run(milliseconds: Int32 = 3000) async -> KVMProbe {
    await BlockingThread.run(name: "kvm-probe") {
      var result = droste_kvm_result()
      droste_kvm_probe(milliseconds, &result)
      // SAFETY: detail is a string with an end within its 128 bytes (snprintf); the tuple is its storage.
      let detail = withUnsafeBytes(of: &result.detail) { bytes in
        String(decoding: bytes.prefix { $0 != 0 }, as: UTF8.self)
      }
      return KVMProbe(
        outcome: Outcome(rawValue: result.outcome) ?? .noProbe, opened: result.opened,
        machineCreated: result.vm_created, ran: result.ran, guestNanoseconds: result.guest_nanoseconds,
        nativeNanoseconds: result.native_nanoseconds, exitNanoseconds: result.exit_nanoseconds,
        totalNanoseconds: result.total_nanoseconds, detail: detail)
    }
  }
}
