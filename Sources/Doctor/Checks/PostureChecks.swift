internal import HyperV

/// How exposed a host is by what its machines may do.
enum PostureChecks {
  static let all = [januscape, device]

  /// What is known of CVE-2026-53359 for a kernel: a use after free in KVM's shadow MMU by which a guest with
  /// virtualization extensions takes its host.
  public enum Exposure: Hashable {
    case fixed
    case vulnerable(fixedIn: String)
    /// A distribution's kernel: its number does not tell which fixes it has.
    case unknown(vendor: String)
    /// No number.
    case unreadable
  }

  /// The first fixed release of each maintained series (stable announcements of 4 July 2026). Series between two of them
  /// ended without; later ones began with the fix.
  static let fixes = [
    KernelVersion(6, 1, 177), KernelVersion(6, 6, 144), KernelVersion(6, 12, 95), KernelVersion(6, 18, 38),
    KernelVersion(7, 1, 3),
  ]

  static func exposure(_ kernel: KernelFacts) -> Exposure {
    if let vendor = kernel.vendor { return .unknown(vendor: vendor) }
    guard let number = kernel.number else { return .unreadable }
    if let own = fixes.first(where: { ($0.major, $0.minor) == (number.major, number.minor) }) {
      return number < own ? .vulnerable(fixedIn: own.description) : .fixed
    }
    guard let last = fixes.last, number < last else { return .fixed }
    let next = fixes.first { number < $0 } ?? last
    return .vulnerable(fixedIn: next.description)
  }

  static func isVulnerable(_ kernel: KernelFacts) -> Bool {
    if case .vulnerable = exposure(kernel) { true } else { false }
  }

  /// Whether machines of this host, or users of its device, come to KVM's nested part.
  private static func isReachable(_ place: HostPlace) -> Bool {
    let isOn = place.kvm.isOn(place.system.processor.module, "nested") ?? false
    let exposing = place.facts.host.engine == .kvm && place.facts.machines.contains(where: \.isExposing)
    return isOn && place.kvm.probe?.works == true && (exposing || place.kvm.isWorldWritable)
  }

  static let januscape = Check("host.kvm.cve-2026-53359", "Can a guest take the host through nested KVM?") { place in
    guard isReachable(place), case .vulnerable(let fixedIn) = exposure(place.system.kernel) else { return [] }
    let exposing = place.facts.machines.filter(\.isExposing).map(\.name)
    return [
      place.finding(
        "host.kvm.cve-2026-53359", .critical, "A guest can take over this host (CVE-2026-53359).",
        measured: "kernel \(place.system.kernel.release), fixed in \(fixedIn); "
          + (exposing.isEmpty
            ? "/dev/kvm may be opened by everybody" : "extensions are exposed to \(exposing.joined(separator: ", "))"),
        why: "KVM's shadow MMU uses memory after it was freed; whoever runs code in a machine with virtualization "
          + "extensions, or may open /dev/kvm, gets the rights of the host's kernel.",
        mend: "Install kernel \(fixedIn) or later; until then: "
          + place.cmdlet("Set-VMHost -NestedVirtualizationPolicy Forbidden"))
    ]
  }

  static let device = Check("host.kvm.world-writable", "Who may open /dev/kvm?") { place in
    guard place.kvm.isWorldWritable, place.kvm.probe?.works == true else { return [] }
    let isFixed = exposure(place.system.kernel) == .fixed
    return [
      place.finding(
        "host.kvm.world-writable", isFixed ? .note : .warning, "Everybody on this host may open /dev/kvm.",
        measured: "mode \(String(place.kvm.mode, radix: 8))",
        why: "Whoever can run a machine can use what is wrong in KVM"
          + (isFixed ? "." : "; whether this kernel has the fix of CVE-2026-53359 is not known."),
        mend: place.command("groupadd -f kvm; chgrp kvm /dev/kvm; chmod 660 /dev/kvm"),
        fix: place.kvm.group != 0 ? .run(path: place.path, command: ["chmod", "660", "/dev/kvm"]) : nil)
    ]
  }
}
