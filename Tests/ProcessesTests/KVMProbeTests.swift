import CDroste
import Glibc
import Testing

@Suite struct KVMProbeTests {
  /// Whatever this machine's KVM is: the probe ends in time, and its answer holds together.
  @Test(arguments: [Int32(1), 20, 3000]) func endsInTimeWithAConsistentAnswer(timeout: Int32) {
    var result = droste_kvm_result()
    droste_kvm_probe(timeout, &result)
    #expect(result.total_nanoseconds < UInt64(timeout) * 1_000_000 + 2_000_000_000)
    let works = result.outcome == Int32(DROSTE_KVM_WORKS.rawValue)
    #expect(!works || result.opened && result.vm_created && result.ran && result.guest_nanoseconds > 0)
    #expect(
      !works || result.guest_nanoseconds <= result.native_nanoseconds * UInt64(DROSTE_KVM_SLOWEST_RATIO))
    #expect(!result.ran || result.vm_created)
    #expect(result.detail.0 != 0)
    #expect(result.outcome != Int32(DROSTE_KVM_NO_PROBE.rawValue))
    #expect(access("/dev/kvm", F_OK) == 0 || result.outcome == Int32(DROSTE_KVM_NO_DEVICE.rawValue))
  }

  @Test func cpuidTellsTheVendor() {
    let registers = droste_cpuid(0, 0)
    #expect(registers.eax > 0 && registers.ebx != 0)
  }
}
