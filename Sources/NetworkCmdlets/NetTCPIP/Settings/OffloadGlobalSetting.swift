internal import Netlink
internal import PowerShell

/// Get- and Set-NetOffloadGlobalSetting. Linux has no switch for the whole computer: what Windows switches there is
/// switched on every adapter that has it.
enum OffloadGlobalSetting {
  private static let cimClass = CimClass(name: "MSFT_NetOffloadGlobalSetting")
  private static let offload = OffloadCommands.receiveCoalescing
  private static let names = [
    "ReceiveSideScaling", "ReceiveSegmentCoalescing", "Chimney", "TaskOffload", "NetworkDirect",
    "NetworkDirectAcrossIPSubnets", "PacketCoalescingFilter",
  ]
  private static let states = ParameterValidation.set(["Disabled", "Enabled"])

  static let commands: [NetworkCommand] = [
    NetworkCommand(
      name: "Get-NetOffloadGlobalSetting", module: "NetTCPIP",
      synopsis: "Shows which work adapters may do in the place of this computer.",
      lines: names.map { "\($0) String[]\n" }.joined() + NetworkCommand.remote, outputs: [cimClass.typeName]
    ) { environment in
      ClosureCmdlet { invocation in
        let object = try make(NetworkState(environment))
        let criteria = names.compactMap { Criterion(invocation, $0) }
        if try criteria.allSatisfy({ try $0.matches(object) }) { try invocation.writeOutput(.object(object)) }
      }
    },
    NetworkCommand(
      name: "Set-NetOffloadGlobalSetting", module: "NetTCPIP",
      synopsis: "Switches the coalescing of received segments on or off, on all adapters.",
      supportsShouldProcess: true,
      lines: """
        InputObject<value CimInstance[]
        ReceiveSegmentCoalescing String
        ~ReceiveSideScaling String
        ~Chimney String
        ~TaskOffload String
        ~NetworkDirect String
        ~NetworkDirectAcrossIPSubnets String
        ~PacketCoalescingFilter String
        PassThru SwitchParameter
        \(NetworkCommand.remote)
        """,
      typeNames: ["InputObject": "Microsoft.Management.Infrastructure.CimInstance#\(cimClass.name)"],
      validations: ["ReceiveSegmentCoalescing": [states]], outputs: [cimClass.typeName]
    ) { environment in
      ClosureCmdlet { invocation in
        let state = try NetworkState(environment)
        if let text = invocation.bound.string("ReceiveSegmentCoalescing"),
          try invocation.shouldProcess("NetOffloadGlobalSetting", "Modify")
        {
          let direction: OffloadSwitch.Direction = text.isSameName(as: "Enabled") ? .both : .none
          for adapter in try state.adapters() where !adapter.link.isLoopback {
            guard let features = AdapterFeatures(adapter), let item = offload.switches.first else { continue }
            do {
              try NetworkFailure.requesting(cimClass) { try features.set(item.wanted(direction, features), state) }
            } catch let error as PowerShellError { try invocation.writeError(error) }
          }
        }
        if invocation.bound.isSet("PassThru") { try invocation.writeOutput(.object(make(state))) }
      }
    },
  ]

  private static func make(_ state: NetworkState) throws -> PropertyBag {
    let able = try state.adapters().filter { !$0.link.isLoopback }.compactMap(AdapterFeatures.init).filter { features in
      offload.switches.contains { $0.isThere(features) }
    }
    let isOn = able.contains { features in offload.switches.contains { $0.direction(features) != .none } }
    return cimClass.make([
      // The kernel always lets adapters spread what they receive, and do what their features say.
      "ReceiveSideScaling": "Enabled", "ReceiveSegmentCoalescing": .string(isOn ? "Enabled" : "Disabled"),
      "Chimney": "Disabled", "TaskOffload": "Enabled", "NetworkDirect": "Disabled",
      "NetworkDirectAcrossIPSubnets": "Blocked", "PacketCoalescingFilter": "Disabled",
    ])
  }
}
