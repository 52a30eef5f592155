/// Who made a processor; decides which virtualization extension there is.
public enum ProcessorVendor: String, Codable, Sendable, CaseIterable {
  case intel = "GenuineIntel"
  case amd = "AuthenticAMD"

  /// The CPU flag of this vendor's virtualization extensions, as /proc/cpuinfo spells it.
  public var virtualizationFlag: String { self == .intel ? "vmx" : "svm" }

  /// The lowest configuration version whose machines may expose virtualization extensions
  /// (hyperv/nested.md section 1: 8.0 on Intel, 9.3 on AMD).
  public var minimumNestingVersion: ConfigurationVersion { self == .intel ? .init(8, 0) : .init(9, 3) }
}

/// A machine's processors, as asked for.
public struct ProcessorConfiguration: Codable, Hashable, Sendable {
  /// 1 to 240 (Hyper-V's limit for generation 2).
  public var count: Int
  /// Hyper-V's `ExposeVirtualizationExtensions`: whether the guest sees vmx or svm. Off unless asked for.
  public var exposeVirtualizationExtensions: Bool

  public init(count: Int = 1, exposeVirtualizationExtensions: Bool = false) {
    self.count = count
    self.exposeVirtualizationExtensions = exposeVirtualizationExtensions
  }
}
