internal import Ethernet
internal import GuestLink
internal import HyperV

/// Sees to the addresses inside one machine: sets the static ones, waits for the others.
struct AddressRunner: Sendable {
  let machine: MachineRunner
  /// Holds the MAC addresses that the service gave.
  let resource: MachineResource

  private var host: any LabHost { machine.host }
  private var runner: LabRunner { machine.runner }

  func mac(of adapter: LabAdapter) -> MACAddress? {
    resource.configuration.adapter(named: adapter.configuration.name)?.macAddress
  }

  // MARK: Static

  /// Sets each static address that is not there yet.
  func setStatic() async throws {
    let wanted = machine.machine.adapters.filter { $0.address != nil }
    guard !wanted.isEmpty else { return }
    let present = try await host.guestInformation(machine.name).interfaces.flatMap(\.addresses)
    for adapter in wanted {
      guard let address = adapter.address, !present.contains(address.description) else { continue }
      try await runner.step(machine.node, .address, adapter.configuration.name, address.description) {
        try await set(address, on: adapter)
      }
    }
  }

  private func set(_ address: IPv4Prefix, on adapter: LabAdapter) async throws {
    let name = adapter.configuration.name
    guard let mac = mac(of: adapter) else {
      throw DrosteError(
        .objectNotFound, "Adapter \"\(name)\" of \(machine.title) has no MAC address to find it by.",
        hint: "droste up \(machine.level.lab.file)")
    }
    let arguments =
      ["/bin/sh", "-c", Self.script, "sh", mac.colonSeparated, address.description, adapter.gateway?.description ?? ""]
      + adapter.dns.map(\.description)
    let result = try await host.execute(machine.name, ExecRequest(arguments: arguments))
    guard result.exitCode == 0 else {
      throw DrosteError(
        .unspecified,
        "\(address) could not be set on adapter \"\(name)\" of \(machine.title): the command ended with exit code "
          + "\(result.exitCode).",
        cause: result.errorText.isEmpty ? nil : result.errorText)
    }
  }

  /// Arguments: MAC address, address with prefix, gateway or nothing, DNS servers. For any sh with `ip`, busybox's too.
  ///
  /// Waits up to 30 s for the interface: a guest that is still starting may not have its driver yet. Stops the DHCP
  /// client of the interface, which would take the address away again; one that is only starting finds the mark
  /// `/run/static.NAME` and leaves the interface alone. Takes the address back when the gateway is refused, so that the
  /// next run tries again. The adapter of a switch (`vEthernet`) comes before the one that carries it, which may have
  /// the same MAC address.
  static let script = """
    set -eu
    mac=$1 address=$2 gateway=$3
    shift 3
    name= tries=150
    while :; do
      for link in /sys/class/net/*; do
        read -r found < "$link/address" 2>/dev/null || continue
        [ "$found" = "$mac" ] || continue
        alias=
        read -r alias < "$link/ifalias" 2>/dev/null || true
        case "$alias" in
          vEthernet*) name=${link##*/} ;;
          *) [ -n "$name" ] || name=${link##*/} ;;
        esac
      done
      tries=$((tries - 1))
      [ -z "$name" ] && [ $tries -gt 0 ] || break
      sleep 0.2
    done
    [ -n "$name" ] || { echo "no interface has the MAC address $mac" >&2; exit 3; }
    true > "/run/static.$name" || true
    pid=/run/udhcpc.$name.pid
    if [ -s "$pid" ]; then
      kill "$(cat "$pid")" 2>/dev/null || true
      rm -f "$pid"
    fi
    ip link set dev "$name" up
    ip -4 addr flush dev "$name"
    ip addr add "$address" broadcast + dev "$name"
    if [ -n "$gateway" ] && ! ip route replace default via "$gateway" dev "$name"; then
      ip addr del "$address" dev "$name"
      exit 4
    fi
    if [ $# -gt 0 ]; then
      for server; do echo "nameserver $server"; done > /etc/resolv.conf.lab
      mv -f /etc/resolv.conf.lab /etc/resolv.conf
    fi
    """

  // MARK: DHCP

  /// Waits until each adapter that expects an address by DHCP has one, and says why when one gets none.
  func awaitLeases() async throws {
    for adapter in machine.machine.adapters where adapter.expectsLease {
      let name = adapter.configuration.name
      // The common case, an address that is there, is no step.
      if try await address(of: adapter) != nil { continue }
      _ = try await runner.step(machine.node, .lease, name, ended: \.self) { try await lease(adapter) }
    }
  }

  /// The address once it is there.
  private func lease(_ adapter: LabAdapter) async throws -> String {
    let clock = ContinuousClock()
    let start = clock.now
    let timing = runner.timing
    let bound = timing.lease(depth: machine.level.depth)
    let diagnosis = LeaseDiagnosis(machine: machine, adapter: adapter, mac: mac(of: adapter))
    var firstDrop: ContinuousClock.Instant?
    while true {
      if let address = try await address(of: adapter) { return address }
      let elapsed = start.duration(to: clock.now).seconds
      // Frames on their way through outer hosts are dropped there, so only they can tell.
      if let dropped = try await diagnosis.dropped() {
        let since = firstDrop ?? clock.now
        firstDrop = since
        if since.duration(to: clock.now).seconds >= timing.drops || elapsed >= bound {
          throw diagnosis.error(dropped, seconds: elapsed)
        }
      }
      if elapsed >= bound { throw await diagnosis.error(seconds: elapsed) }
      try await Task.sleep(for: .seconds(timing.interval))
    }
  }

  /// The IPv4 address with prefix that the adapter has; nil while it has none or the agent is away for a moment.
  private func address(of adapter: LabAdapter) async throws -> String? {
    let interfaces: [GuestInterface]
    do {
      interfaces = try await host.guestInformation(machine.name).interfaces
    } catch let error as DrosteError where error.code == .unavailable || error.code == .timeout {
      return nil
    }
    func usable(_ text: String) -> IPv4Prefix? {
      guard let prefix = IPv4Prefix(text) else { return nil }
      return Self.linkLocal.contains(prefix.address) || Self.loopback.contains(prefix.address) ? nil : prefix
    }
    let mac = mac(of: adapter)
    let own = interfaces.filter { MACAddress($0.macAddress) == mac }.flatMap(\.addresses)
    if let address = own.first(where: { usable($0) != nil }) { return address }
    // An External switch moves the address of the adapter that carries it to the host's own adapter.
    guard machine.machine.inside.switches.contains(where: { $0.configuration.type == .external }) else { return nil }
    let statics = Set(machine.machine.adapters.compactMap { $0.address?.description })
    let inner = machine.machine.inside.switches.compactMap { $0.configuration.address?.description }
    return interfaces.flatMap(\.addresses).first { text in
      guard let found = usable(text), !statics.contains(text), !inner.contains(text) else { return false }
      return adapter.network?.contains(found.address) ?? true
    }
  }

  private static let linkLocal = prefix("169.254.0.0/16")
  private static let loopback = prefix("127.0.0.0/8")
  private static func prefix(_ text: String) -> IPv4Prefix {
    guard let prefix = IPv4Prefix(text) else { preconditionFailure("\(text) is a prefix") }
    return prefix
  }
}
