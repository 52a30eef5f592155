internal import Netlink
internal import PowerShell

/// Get-NetAdapterPowerManagement: what an adapter can do while the computer sleeps. Linux has of it what wakes the
/// computer; the rest is Unsupported, as Windows says of an adapter that has none of it.
enum PowerManagement {
  private static let setting: AdapterSetting = AdapterSetting(
    noun: "PowerManagement", title: "power management",
    cimClass: CimClass(name: "MSFT_NetAdapterPowerManagementSettingData"), hasIt: { _ in true },
    properties: { adapter, _ in
      let wake = WakeOnLAN(interface: adapter.interface)
      func state(_ flag: UInt32) -> Value {
        wake.supported & flag == 0 ? "Unsupported" : wake.active & flag == 0 ? "Disabled" : "Enabled"
      }
      return [
        ("ArpOffload", "Unsupported"), ("NSOffload", "Unsupported"), ("RsnRekeyOffload", "Unsupported"),
        ("D0PacketCoalescing", "Unsupported"), ("DeviceSleepOnDisconnect", "Unsupported"),
        ("SelectiveSuspend", "Unsupported"), ("AllowComputerToTurnOffDevice", "Unsupported"),
        ("WakeOnMagicPacket", state(WakeOnLAN.magicPacket)), ("WakeOnPattern", state(WakeOnLAN.pattern)),
      ]
    })

  static let commands: [NetworkCommand] = [setting.getter()]
}
