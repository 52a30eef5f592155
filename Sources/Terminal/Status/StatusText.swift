internal import Ethernet
public import HyperV

/// The status of a tree of hosts for people.
public struct StatusText: Sendable {
  let style: OutputStyle

  public init(style: OutputStyle) { self.style = style }

  /// The tree: each host with its machines (and what is inside them), switches and NATs.
  public func lines(_ tree: HostTree) -> [String] {
    let root = TextTree([hostLine(tree)] + problemLines(tree), children: contents(of: tree))
    return root.rendered(style: style)
  }

  private func hostLine(_ tree: HostTree) -> String {
    guard let host = tree.status?.host else { return style.paint("this host", .strong) + " (level \(tree.level))" }
    return "\(style.paint(host.name.printable, .strong)) (level \(tree.level))  "
      + style.paint(hostFacts(host), .faint)
  }

  private func hostFacts(_ host: HostInformation) -> String {
    "\(Quantity.counted(host.processors, "processor")), \(Quantity.bytes(host.memory)), Droste \(host.version.printable)"
      + "; runs machines under \(host.engine.rawValue)"
      + (host.engineReason.isEmpty ? "" : ": " + host.engineReason.printable)
  }

  private func problemLines(_ tree: HostTree) -> [String] {
    guard let problem = tree.problem else { return [] }
    return [style.paint("does not answer: ", .bad) + problem.message.printableLines.joined(separator: " ")]
  }

  private func contents(of tree: HostTree) -> [TextTree] {
    guard let status = tree.status else { return [] }
    let nodes =
      status.machines.map { machine($0, in: tree) } + status.switches.map { switchNode($0) } + status.nats.map(nat)
    guard nodes.isEmpty else { return nodes }
    return [TextTree(style.paint("no machines, no switches, no NATs", .faint))]
  }

  // MARK: Machines

  private func machine(_ machine: MachineResource, in tree: HostTree) -> TextTree {
    let name = machine.configuration.name
    let inner = tree.inside[name]
    var head = [
      style.paint(name.printable, .name), state(machine.status.state),
    ]
    if let engine = machine.status.engine { head.append(Self.engine(engine, in: tree.path, level: tree.level + 1)) }
    if let extensions = extensions(machine) { head.append(extensions) }
    if machine.status.state != .off { head.append("up " + Quantity.duration(machine.status.uptime)) }
    var lines = [head.joined(separator: "  ")]
    if let reason = machine.status.reason { lines += reason.printableLines.map { style.paint($0, .bad) } }
    if let caution = machine.caution { lines.append(style.paint(caution.printable, .attention)) }
    lines.append(style.paint(facts(machine), .faint))
    lines += machine.configuration.adapters.map { adapter($0, of: machine, in: tree.status) }
    if let host = inner?.status?.host { lines.append(style.paint("host inside: " + hostFacts(host), .faint)) }
    return TextTree(lines + (inner.map(problemLines) ?? []), children: inner.map(contents) ?? [])
  }

  /// `KVM in L1 (level 2)`, `TCG (level 1)`.
  public static func engine(_ engine: Engine, in host: String, level: Int) -> String {
    "\(engine.rawValue)\(host.isEmpty ? "" : " in " + host.printable) (level \(level))"
  }

  private func state(_ state: MachineState) -> String {
    switch state {
    case .running: style.paint(state.rawValue, .good)
    case .off: style.paint(state.rawValue, .faint)
    case .starting, .stopping, .pausing, .paused, .resuming: style.paint(state.rawValue, .attention)
    }
  }

  private func facts(_ machine: MachineResource) -> String {
    let boot =
      switch machine.configuration.boot {
      case .image(let name): "image \(name)"
      case .disk(let path): "disk \(path)"
      }
    var facts = [
      Quantity.counted(machine.configuration.processor.count, "processor"),
      Quantity.bytes(machine.memoryBytes), boot.printable,
    ]
    if machine.status.state != .off {
      let guest = machine.status.guest
      facts.append(guest.connected ? "agent answers" : "agent does not answer")
      if let kernel = guest.kernel { facts.append("Linux " + kernel.printable) }
    }
    if !machine.status.guest.addresses.isEmpty {
      facts.append("addresses " + machine.status.guest.addresses.map(\.printable).joined(separator: " "))
    }
    return facts.joined(separator: ", ")
  }

  private func extensions(_ machine: MachineResource) -> String? {
    let asked = machine.configuration.processor.exposeVirtualizationExtensions
    guard let seen = machine.status.extensions, machine.status.state != .off else {
      return asked ? style.paint("extensions exposed, not verified yet", .attention) : nil
    }
    switch (seen.asked, seen.found) {
    case (true, let flag?):
      let runs = seen.kvmRuns.map { $0 ? ", KVM runs inside" : ", KVM does not run inside" } ?? ""
      let text = "\(flag.printable) exposed, verified" + runs
      return style.paint(text, seen.kvmRuns == false ? .attention : .good)
    case (true, nil): return style.paint("extensions asked for, guest does not see them", .bad)
    case (false, let flag?): return style.paint("\(flag.printable) visible though not asked for", .bad)
    case (false, nil): return nil
    }
  }

  private func adapter(
    _ adapter: NetworkAdapterConfiguration, of machine: MachineResource, in status: HostStatus?
  ) -> String {
    var parts = [
      adapter.name.printable + (adapter.switchName.map { " on switch \($0.printable)" } ?? ", not connected")
    ]
    if let address = adapter.macAddress { parts.append(address.description) }
    parts.append("MAC spoofing \(adapter.macAddressSpoofing.rawValue)")
    parts += Self.policies(adapter)
    let dropped = status?.port(machine: machine.configuration.name, adapter: adapter)?.1.drops.reduce(0) {
      $0 + $1.frames
    }
    if let dropped, dropped > 0 {
      parts.append(style.paint("the switch dropped \(Quantity.counted(dropped, "frame")) of it", .bad))
    }
    return parts.joined(separator: "  ")
  }

  /// What is not as adapters are made.
  static func policies(_ adapter: NetworkAdapterConfiguration) -> [String] {
    var parts: [String] = []
    if !adapter.allowedMACAddresses.isEmpty {
      let count = Quantity.counted(adapter.allowedMACAddresses.count, "more address", plural: "more addresses")
      parts.append("\(count) allowed")
    }
    if adapter.vlan != .untagged { parts.append("VLAN \(adapter.vlan)") }
    if adapter.dhcpGuard == .on { parts.append("DHCP guard") }
    if adapter.routerGuard == .on { parts.append("router guard") }
    switch adapter.portMirroring {
    case .none: break
    case .source: parts.append("mirrored")
    case .destination: parts.append("watches mirrored ports")
    }
    if adapter.bandwidth != BandwidthConfiguration() { parts.append("bandwidth \(adapter.bandwidth)") }
    if adapter.stormLimit != 0 { parts.append("storm limit \(adapter.stormLimit)/s") }
    if !adapter.accessControl.isEmpty {
      parts.append(
        Quantity.counted(adapter.accessControl.count, "access control entry", plural: "access control entries"))
    }
    return parts
  }

  // MARK: Switches

  private func switchNode(_ resource: SwitchResource) -> TextTree {
    let configuration = resource.configuration
    var head = ["switch \(style.paint(configuration.name.printable, .name))", configuration.type.rawValue]
    if let adapter = configuration.netAdapterName { head.append("through \(adapter.printable)") }
    if let address = configuration.address { head.append(address.description) }
    if resource.status.running {
      head.append("up " + Quantity.duration(resource.status.uptime))
    } else {
      head.append(style.paint("not running", .bad))
    }
    var table = TextTable([.init(""), .init(""), .init(""), .init("")])
    for port in resource.status.ports {
      table.append([
        "port " + port.name.printable, "in " + Self.traffic(port.receivedFrames, port.receivedBytes),
        "out " + Self.traffic(port.sentFrames, port.sentBytes),
        port.stopped.map { style.paint("stopped: \($0.printable)", .bad) }
          ?? (port.connected ? "" : style.paint("not connected", .attention)),
      ])
    }
    var lines: [String] = []
    for (port, line) in zip(resource.status.ports, table.lines(style: style)) {
      lines.append(line)
      lines += port.drops.filter { $0.frames > 0 }.map { style.paint("  dropped " + Self.drop($0), .bad) }
    }
    let reason = resource.status.reason.map { $0.printableLines.map { style.paint($0, .bad) } } ?? []
    return TextTree([head.joined(separator: "  ")] + reason + lines)
  }

  private static func traffic(_ frames: UInt64, _ bytes: UInt64) -> String {
    "\(Quantity.counted(frames, "frame")) \(Quantity.bytes(bytes))"
  }

  /// `12 frames: MacSpoofing, last from 00-15-5D-00-04-11, DHCP Discover`.
  static func drop(_ count: DropCount) -> String {
    "\(Quantity.counted(count.frames, "frame")): \(count.reason.rawValue)"
      + (count.lastMAC.map { ", last from \($0)" } ?? "") + (count.lastFrame.map { ", " + $0.printable } ?? "")
  }

  // MARK: NAT

  private func nat(_ resource: NATResource) -> TextTree {
    let state =
      resource.status.active
      ? "\(Quantity.counted(resource.status.translatedPackets, "connection")) translated"
      : style.paint("its rules are not in the kernel", .bad)
    return TextTree(
      "NAT \(style.paint(resource.configuration.name.printable, .name))  "
        + "\(resource.configuration.internalPrefix)  \(state)")
  }
}
