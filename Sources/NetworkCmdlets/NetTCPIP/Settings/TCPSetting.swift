internal import PowerShell

/// What MSFT_NetTCPSetting says, as far as the kernel has it.
enum TCPSetting {
  static let names = [
    "SettingName", "CongestionProvider", "AutoTuningLevelLocal", "EcnCapability", "Timestamps",
    "MaxSynRetransmissions", "DynamicPortRangeStartPort", "DynamicPortRangeNumberOfPorts",
  ]

  /// What is only known of Windows.
  private static let refused = [
    "MinRtoMs UInt32# = MinRto", "InitialCongestionWindowMss UInt32# = InitialCongestionWindow",
    "CwndRestart String#", "DelayedAckTimeoutMs UInt32# = DelayedAckTimeout", "DelayedAckFrequency Byte#",
    "MemoryPressureProtection String#", "InitialRtoMs UInt32# = InitialRto", "ScalingHeuristics String#",
    "AutomaticUseCustom String#", "NonSackRttResiliency String#", "ForceWS String#",
    "AutoReusePortRangeStartPort UInt16#", "AutoReusePortRangeNumberOfPorts UInt16#",
  ]

  private static func refusedLines(_ suffix: String) -> String {
    refused.map { "~\($0.replacing("#", with: suffix))\n" }.joined()
  }

  static let queryLines = """
    SettingName@0 String[]
    CongestionProvider String[]
    AutoTuningLevelLocal String[]
    EcnCapability String[]
    Timestamps String[]
    DynamicPortRangeStartPort UInt16[]
    DynamicPortRangeNumberOfPorts UInt16[]
    MaxSynRetransmissions Byte[]
    ~AutoTuningLevelGroupPolicy String[]
    ~AutoTuningLevelEffective String[]
    ~AssociatedTransportFilter<value CimInstance

    """ + refusedLines("[]")

  static let changeLines = """
    SettingName@0 String[] in ByName
    !InputObject<value CimInstance[] in InputObject (cdxml)
    ~CongestionProvider String
    AutoTuningLevelLocal String
    EcnCapability String
    Timestamps String
    DynamicPortRangeStartPort UInt16
    DynamicPortRangeNumberOfPorts UInt16
    MaxSynRetransmissions Byte
    PassThru SwitchParameter
    \(NetworkCommand.remote)

    """ + refusedLines("")

  private static let states = ParameterValidation.set(["Disabled", "Enabled"])
  static let validations: [String: [ParameterValidation]] = [
    "EcnCapability": [states], "Timestamps": [states],
    "AutoTuningLevelLocal": [.set(["Disabled", "HighlyRestricted", "Restricted", "Normal", "Experimental"])],
    "MaxSynRetransmissions": [.range(1, 127)],
  ]

  static func make(_ switches: ProtocolSwitches, _ cimClass: CimClass, _ name: String) -> PropertyBag {
    func state(_ isOn: Bool) -> Value { .string(isOn ? "Enabled" : "Disabled") }
    let ports = switches.dynamicPorts
    return cimClass.make([
      "SettingName": .string(name),
      // By Linux's own name: `cubic`, `bbr`, `dctcp`.
      "CongestionProvider": .optional(switches.words("tcp_congestion_control").first),
      "AutoTuningLevelLocal": .string(switches.number("tcp_moderate_rcvbuf") == 0 ? "Disabled" : "Normal"),
      // 1: asked for and given; 2, what Linux begins with: only given.
      "EcnCapability": state(switches.number("tcp_ecn") == 1),
      "Timestamps": state(switches.number("tcp_timestamps") ?? 0 > 0),
      "MaxSynRetransmissions": .uint8(switches.number("tcp_syn_retries") ?? 0),
      "DynamicPortRangeStartPort": .uint16(ports.start), "DynamicPortRangeNumberOfPorts": .uint16(ports.count),
    ])
  }

  /// Errors: for a level that Linux has not; CannotWriteFile.
  static func change(_ invocation: Invocation, _ switches: ProtocolSwitches, _ cimClass: CimClass) throws {
    let bound = invocation.bound
    var changes: [(String, String)] = []
    if let level = bound.string("AutoTuningLevelLocal") {
      guard level.isSameName(as: "Normal") || level.isSameName(as: "Disabled") else {
        throw NetworkFailure.argument(
          "Invalid parameter AutoTuningLevelLocal '\(level)': this system has Normal and Disabled.",
          target: cimClass.target)
      }
      changes.append(("tcp_moderate_rcvbuf", level.isSameName(as: "Normal") ? "1" : "0"))
    }
    if let state = bound.string("EcnCapability") {
      changes.append(("tcp_ecn", state.isSameName(as: "Enabled") ? "1" : "2"))
    }
    if let state = bound.string("Timestamps") {
      changes.append(("tcp_timestamps", state.isSameName(as: "Enabled") ? "1" : "0"))
    }
    if let count = bound.integer("MaxSynRetransmissions") { changes.append(("tcp_syn_retries", String(count))) }
    for (name, value) in changes { try switches.set(name, value) }
  }
}
