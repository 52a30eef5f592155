internal import GuestLink

/// What an agent tells, as far as labs look at it.
func fakeInterface(_ name: String, _ mac: String, _ addresses: [String]) -> GuestInterface {
  GuestInterface(name: name, macAddress: mac, mtu: 1500, addresses: addresses, isUp: true)
}

func fakeInformation(_ interfaces: [GuestInterface]) -> GuestInformation {
  GuestInformation(
    hostName: "fake", kernel: "6.1", bootID: "", uptime: 1, processors: 1, memoryBytes: 1 << 28,
    cpuVendor: "AuthenticAMD",
    cpuFlags: [], hypervisor: nil, kvm: nil, interfaces: interfaces, routes: [])
}
